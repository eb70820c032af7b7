// SPDX-License-Identifier: GPL-3.0-or-later
//
// IdleTime: for how long nobody has used the privileged helper. It ends when that becomes too long, so that
// the password is asked for again. What a pane reads again by itself is no use of it.
#pragma once

#include <chrono>
#include <optional>
#include <utility>

#include "core/operation/operation.h"

namespace forklore {

class IdleTime {
public:
    static constexpr std::chrono::minutes limit{5};

    /// @param now since boot, with the time that the machine was suspended
    explicit IdleTime(std::chrono::nanoseconds now) : m_end(now + limit) {}

    /// Each change counts. A read counts only where it is of another process or section than the one before:
    /// that a user has selected, the rest is a pane that refreshes itself.
    void note(const Operation &request, std::chrono::nanoseconds now);

    /// How long it may still take until the next request; 0: the time is over.
    [[nodiscard]] std::chrono::nanoseconds left(std::chrono::nanoseconds now) const;

private:
    std::chrono::nanoseconds m_end;
    std::optional<std::pair<ProcessId, Section>> m_lastRead;
};

} // namespace forklore
