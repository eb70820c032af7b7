// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/cpu_shares.h"

#include <algorithm>

namespace forklore {
namespace {

std::optional<std::uint64_t> ticksOf(const Thread &thread)
{
    return thread.stat ? thread.stat->cpuTicks() : std::nullopt;
}

} // namespace

void addCpuShares(Snapshot &snapshot, const Snapshot &previous, const SystemInfo &system)
{
    const auto asleep = snapshot.asleep - previous.asleep;
    for (std::size_t position = 0; position < snapshot.processes.size(); ++position) {
        auto &process = snapshot.processes[position];
        const auto *before = previous.find(process.id);
        if (!before || !before->stat || !process.stat)
            continue;
        const auto positionBefore = static_cast<std::size_t>(before - previous.processes.data());
        const std::chrono::duration<double> elapsed =
            snapshot.readAtOf(position) - previous.readAtOf(positionBefore) - asleep;
        const auto now = process.stat->cpuTicks();
        const auto then = before->stat->cpuTicks();
        if (elapsed.count() <= 0 || !now || !then)
            continue;
        // The kernel scales utime and stime anew each time; a sum that shrinks by a tick is no time at all.
        const auto ticks = std::max(*now, *then) - *then;
        process.cpuShare = std::chrono::duration<double>(system.duration(ticks)) / elapsed;
    }
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
