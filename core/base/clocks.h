// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two clocks of a sample: the wall's, and the kernel's that process starts are counted on.
#pragma once

#include <chrono>

namespace forklore {

using WallTime = std::chrono::sys_time<std::chrono::nanoseconds>;

/// CLOCK_REALTIME.
[[nodiscard]] WallTime wallClock();

/// CLOCK_BOOTTIME: time since boot, suspend included; what stat field 22 counts. See clock_gettime(2).
[[nodiscard]] std::chrono::nanoseconds bootClock();

/// CLOCK_BOOTTIME less CLOCK_MONOTONIC: how long the machine was suspended since boot.
[[nodiscard]] std::chrono::nanoseconds timeAsleep();

} // namespace forklore
