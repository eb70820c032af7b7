// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/stat_sample.h"

#include <fmt/format.h>

#include "core/host/linux/proc/pid_stat.h"

namespace forklore {

Result<Snapshot> sampleOfStats(const Directory &root)
{
    const auto pids = root.numbersIn(".");
    if (!pids)
        return Failure(pids.error());
    Snapshot snapshot;
    snapshot.takenAt = wallClock();
    snapshot.sinceBoot = bootClock();
    snapshot.asleep = timeAsleep();
    snapshot.load = failure(ErrorKind::Unsupported, "was not read");
    std::vector<Process> processes;
    processes.reserve(pids->size());
    const auto notRead = failure(ErrorKind::Unsupported, "was not read");
    for (const auto pid : *pids) {
        auto stat = readPidStat(root, fmt::format("{}/stat", pid).c_str());
        if (!stat && stat.error().kind == ErrorKind::Gone) {
            ++snapshot.vanished;
            continue;
        }
        Process process{.id = stat ? stat->id() : ProcessId{pid, ProcessId::unknownStart},
                        .credentials = notRead,
                        .commandLine = notRead};
        process.stat = std::move(stat);
        processes.push_back(std::move(process));
    }
    snapshot.processes = std::move(processes);
    return snapshot;
}

} // namespace forklore
