// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clocks.h"

#include <algorithm>
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
    // What comes between two readings adds to it: the least of a few is the truest.
    auto least = std::chrono::nanoseconds::max();
    for (int reading = 0; reading < 3; ++reading) {
        const auto awake = now(CLOCK_MONOTONIC);
        least = std::min(least, now(CLOCK_BOOTTIME) - awake);
    }
    return least;
}

} // namespace forklore
