// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clocks.h"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <ratio>

#include <fmt/format.h>

namespace forklore {
namespace {

std::chrono::nanoseconds now(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace

// Nothing is rounded up: what took less than a minute shall not read 60.0 s.
std::string lengthText(std::chrono::nanoseconds length)
{
    using namespace std::chrono;
    using TenMicroseconds = duration<std::int64_t, std::ratio<1, 100'000>>;
    using TenthsOfASecond = duration<std::int64_t, std::deci>;
    if (length < 1ms)
        return fmt::format("{:.2f} ms", duration<double, std::milli>(floor<TenMicroseconds>(length)).count());
    if (length < 1s)
        return fmt::format("{} ms", duration_cast<milliseconds>(length).count());
    if (length < 1min)
        return fmt::format("{:.1f} s", seconds(floor<TenthsOfASecond>(length)));
    if (length < 1h)
        return fmt::format("{} min {:02} s", length / 1min, length % 1min / 1s);
    if (length < 48h)
        return fmt::format("{} h {:02} min", length / 1h, length % 1h / 1min);
    return fmt::format("{} days", length / 24h);
}

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
