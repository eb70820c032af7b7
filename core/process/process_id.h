// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessId: who a process is. A pid alone is reused; a pid with its start time is not (within 10 ms).
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>

namespace forklore {

using Pid = std::int32_t;
using Uid = std::uint32_t;
using Gid = std::uint32_t;

/// Clock ticks after boot, as stat field 22 has it.
using StartTicks = std::uint64_t;

struct ProcessId {
    /// The start of a process whose stat could not be read. It is listed, and cannot be acted on.
    static constexpr StartTicks unknownStart = std::numeric_limits<StartTicks>::max();

    Pid pid = 0;
    StartTicks start = unknownStart;

    auto operator<=>(const ProcessId &) const = default;
};

} // namespace forklore

template <>
struct std::hash<forklore::ProcessId> {
    std::size_t operator()(const forklore::ProcessId &id) const noexcept
    {
        return std::hash<std::uint64_t>()(id.start * 0x9e3779b97f4a7c15u ^
                                          static_cast<std::uint32_t>(id.pid));
    }
};
