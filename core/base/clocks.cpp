// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clocks.h"

#include <ctime>

namespace forklore {
namespace {

std::chrono::nanoseconds now(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace

WallTime wallClock()
{
    return WallTime(now(CLOCK_REALTIME));
}

std::chrono::nanoseconds bootClock()
{
    return now(CLOCK_BOOTTIME);
}

std::chrono::nanoseconds timeAsleep()
{
    const auto awake = now(CLOCK_MONOTONIC);
    return now(CLOCK_BOOTTIME) - awake;
}

} // namespace forklore
