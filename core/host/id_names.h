// SPDX-License-Identifier: GPL-3.0-or-later
//
// IdNames: the names behind user and group ids, asked of the system's databases.
//
// A directory service may take seconds for each name, or never answer: names are asked for in another thread,
// and until one has come there is the number. No answer stands for ever: an id may get a name, or another
// one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/timed_calls.h"

namespace forklore {

class IdNames {
public:
    /// Asks a database; may take any time. Nothing: the id has no name there.
    using LookUp = std::function<Result<std::optional<std::string>>(std::uint32_t)>;
    using Now = std::function<std::chrono::steady_clock::time_point()>;

    /// @param kind "user" @param lookUp null: there is no database, ids stay numbers
    IdNames(std::string kind, LookUp lookUp, TimedCalls &calls = TimedCalls::ofProgram(),
            Now now = std::chrono::steady_clock::now);

    /// What is known at this moment; asks for what is not, and never waits. The number as text for an id
    /// without a name. Stuck: the answer has not come yet. Another error: there was none, it is asked again.
    [[nodiscard]] Result<std::string> find(std::uint32_t id) const;
    /// As find(), of a name that has come, and the number in any other case.
    [[nodiscard]] std::string nameOrNumber(std::uint32_t id) const;
    /// Asks for all of them, and waits until they are known or the time is over.
    void await(const std::vector<std::uint32_t> &ids, std::chrono::milliseconds atMost) const;
    /// One name, for who asks once: waits for a second at most.
    [[nodiscard]] Result<std::string> await(std::uint32_t id) const;

private:
    struct Shared;

    std::shared_ptr<Shared> m_shared;
};

// Each platform has its databases: linux/id_names.cpp.

/// @param ofThisMachine the ids are: those of another machine are not named by the users of this one
[[nodiscard]] IdNames userNames(bool ofThisMachine);
[[nodiscard]] IdNames groupNames(bool ofThisMachine);

} // namespace forklore
