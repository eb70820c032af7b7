// SPDX-License-Identifier: GPL-3.0-or-later
//
// Endings: those that have ended, counted by program and by the program that started them, so that a service
// that crashes again and again, or a script that starts thousands, stands out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/session/process_timeline.h"

namespace forklore {

/// Processes of one name whose parents are of one name.
struct EndedGroup {
    std::int64_t number = 0; ///< the group's own, ascending
    std::string comm;
    std::string parentComm;
    std::uint64_t ended = 0;
    std::uint64_t failed = 0;  ///< with a code other than 0, or by a signal
    std::uint64_t unknown = 0; ///< nobody could tell how

    // Of the last one; where some have failed, of the last of those.
    ProcessId id = {};
    std::string commandLine = {};
    std::optional<ProcessRef> parent = {};
    std::optional<ExitStatus> status = {};
    std::optional<std::chrono::nanoseconds> lifetime = {};
    Moment at{};

    Moment lastAt{};           ///< when the last of all ended
    bool isLastAtKnown = true; ///< else it ended at that moment or before

    bool operator==(const EndedGroup &) const = default;
};

class Endings {
public:
    /// Of more groups, the one that has been quiet for the longest is forgotten.
    static constexpr std::size_t maxGroups = 500;

    void add(const ProcessTimeline &timeline);
    void clear();
    [[nodiscard]] const std::vector<EndedGroup> &groups() const { return m_groups; }
    /// Whether a group shows this very process.
    [[nodiscard]] bool shows(const ProcessId &id) const { return m_shown.contains(id); }

private:
    EndedGroup &groupOf(const ProcessTimeline &timeline);

    std::vector<EndedGroup> m_groups; ///< ascending by number
    std::unordered_set<ProcessId> m_shown;
    std::int64_t m_next = 0;
};

} // namespace forklore
