// SPDX-License-Identifier: GPL-3.0-or-later
//
// Processes and snapshots put together by hand, for tests of what is built upon them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/snapshot/snapshot.h"

namespace forklore {

[[nodiscard]] inline Process processOf(Pid pid, Pid ppid, StartTicks start = 100, std::string comm = "test")
{
    Stat stat;
    stat.pid = pid;
    stat.ppid = ppid;
    stat.start = start;
    stat.comm = std::move(comm);
    stat.threads = 1;
    Process process{{pid, start}, {}, Credentials{}, std::string(), {}, {}, {}};
    process.stat = std::move(stat);
    return process;
}

/// One that is listed by its pid alone.
[[nodiscard]] inline Process unreadable(Pid pid)
{
    const auto reason = failure(ErrorKind::Malformed, "stat: test");
    return {{pid, ProcessId::unknownStart}, reason, reason, reason, {}, {}, {}};
}

/// @param processes by pid, ascending
[[nodiscard]] inline Snapshot snapshotOf(std::vector<Process> processes)
{
    Snapshot snapshot;
    snapshot.processes = std::move(processes);
    return snapshot;
}

} // namespace forklore
