// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/rates.h"

#include <algorithm>

#include "core/base/rate.h"

namespace forklore {
namespace {

std::optional<std::uint64_t> ticksOf(const Thread &thread)
{
    return thread.stat ? thread.stat->cpuTicks() : std::nullopt;
}

} // namespace

std::optional<double> cpuShare(const Process &before, const Process &now, std::chrono::nanoseconds elapsed,
                               const SystemInfo &system)
{
    const auto then = before.stat ? before.stat->cpuTicks() : std::nullopt;
    const auto ticksNow = now.stat ? now.stat->cpuTicks() : std::nullopt;
    if (elapsed.count() <= 0 || !then || !ticksNow)
        return std::nullopt;
    // The kernel scales utime and stime anew each time; a sum that shrinks by a tick is no time at all.
    const auto ticks = std::max(*ticksNow, *then) - *then;
    return std::chrono::duration<double>(system.duration(ticks)) / std::chrono::duration<double>(elapsed);
}

std::optional<IoRates> ioRates(const Process &before, const Process &now, std::chrono::nanoseconds elapsed)
{
    if (elapsed.count() <= 0 || !before.io || !*before.io || !now.io || !*now.io)
        return std::nullopt;
    const auto rateOf = [&](std::optional<std::uint64_t> IoCounters::*counter) {
        const auto &first = before.io->value().*counter;
        const auto &second = now.io->value().*counter;
        return first && second ? rate(*first, *second, elapsed) : std::nullopt;
    };
    return IoRates{rateOf(&IoCounters::readBytes), rateOf(&IoCounters::writeBytes)};
}

Threads withCpuShares(Threads threads, const Threads &before, const SystemInfo &system)
{
    const auto asleep = threads.asleep - before.asleep;
    std::unordered_map<ProcessId, const Thread *> earlier;
    for (const auto &thread : before.all) {
        if (ticksOf(thread))
            earlier.emplace(thread.stat->id(), &thread);
    }
    for (auto &thread : threads.all) {
        const auto now = ticksOf(thread);
        const auto known = now ? earlier.find(thread.stat->id()) : earlier.end();
        if (known == earlier.end())
            continue;
        const std::chrono::duration<double> elapsed = thread.readAt - known->second->readAt - asleep;
        if (elapsed.count() <= 0)
            continue;
        // The kernel scales utime and stime anew each time; a sum that shrinks by a tick is no time at all.
        const auto ticksBefore = *ticksOf(*known->second);
        const auto ticks = std::max(*now, ticksBefore) - ticksBefore;
        thread.cpuShare = std::chrono::duration<double>(system.duration(ticks)) / elapsed;
    }
    return threads;
}

} // namespace forklore
