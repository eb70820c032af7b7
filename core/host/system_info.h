// SPDX-License-Identifier: GPL-3.0-or-later
//
// SystemInfo: what must be known of a machine to read its processes. Nothing about it is assumed.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "core/base/clocks.h"
#include "core/base/result.h"
#include "core/host/viewer.h"

namespace forklore {

struct SystemInfo {
    std::uint64_t ticksPerSecond = 100; ///< USER_HZ, sysconf(_SC_CLK_TCK)
    std::uint64_t pageBytes = 4096;
    unsigned processors = 1; ///< online
    /// False: a captured /proc without it, whose samples are on this machine's clock.
    bool tellsUptime = true;
    Result<WallTime> bootTime;
    Result<std::string> bootId; ///< random(4)
    Result<std::string> hostName;
    Viewer viewer = {};

    [[nodiscard]] std::chrono::nanoseconds duration(std::uint64_t ticks) const
    {
        constexpr std::uint64_t nanosecondsPerSecond = 1'000'000'000;
        constexpr std::uint64_t longest = 4'500'000'000; // s: what a captured /proc says beyond it is no time
        ticks = std::min(ticks, longest * ticksPerSecond);
        return std::chrono::nanoseconds(ticks / ticksPerSecond * nanosecondsPerSecond +
                                        ticks % ticksPerSecond * (nanosecondsPerSecond / ticksPerSecond));
    }

    /// A start time after the zero of the clock that counts from boot. What began before the zero of the
    /// reader's time namespace is negative: the kernel adds the offset to unsigned nanoseconds, and counts
    /// ticks after that.
    [[nodiscard]] std::chrono::nanoseconds startOf(std::uint64_t ticks) const
    {
        constexpr std::uint64_t nanosecondsPerSecond = 1'000'000'000;
        constexpr auto longest = std::numeric_limits<std::uint64_t>::max();
        const auto nanosecondsPerTick = std::max<std::uint64_t>(1, nanosecondsPerSecond / ticksPerSecond);
        if (ticks <= longest / 2 / nanosecondsPerTick || ticks > longest / nanosecondsPerTick)
            return duration(ticks);
        return std::chrono::nanoseconds(static_cast<std::int64_t>(ticks * nanosecondsPerTick));
    }

    /// Nothing: the uptime is not told.
    /// @param ticks when it began
    /// @param now on the clock that counts from boot
    [[nodiscard]] std::optional<std::chrono::nanoseconds> age(std::uint64_t ticks,
                                                              std::chrono::nanoseconds now) const
    {
        return tellsUptime ? std::optional(now - startOf(ticks)) : std::nullopt;
    }

    bool operator==(const SystemInfo &) const = default;
};

} // namespace forklore
