// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two clocks of a sample: the wall's, and the kernel's that process starts are counted on; and how long
// what they measure is.
#pragma once

#include <chrono>
#include <string>

namespace forklore {

using WallTime = std::chrono::sys_time<std::chrono::nanoseconds>;

/// A length of time as a number, fractions and all.
[[nodiscard]] inline double seconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

/// "0.25 ms", "12 ms", "3.4 s", "2 h 05 min", "3 days": how long something took.
[[nodiscard]] std::string lengthText(std::chrono::nanoseconds length);

/// CLOCK_REALTIME.
[[nodiscard]] WallTime wallClock();

/// CLOCK_BOOTTIME: time since boot, suspend included; what stat field 22 counts. See clock_gettime(2).
[[nodiscard]] std::chrono::nanoseconds bootClock();

/// CLOCK_BOOTTIME less CLOCK_MONOTONIC: how long the machine was suspended since boot.
[[nodiscard]] std::chrono::nanoseconds timeAsleep();

/// Growth of timeAsleep() up to this is no suspend: its two clocks are not read at once.
constexpr std::chrono::milliseconds minSuspend{100};

} // namespace forklore
