// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/cpu_shares.h"

#include <algorithm>

namespace forklore {

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

} // namespace forklore
