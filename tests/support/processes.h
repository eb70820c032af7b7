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
    Stat stat{.pid = pid,
              .comm = std::move(comm),
              .state = State::Sleeping,
              .ppid = ppid,
              .start = start,
              .pgid = 0,
              .sid = 0,
              .ttyDevice = 0,
              .ttyForegroundGroup = 0,
              .flags = 0,
              .userTicks = 0,
              .systemTicks = 0,
              .nice = 0,
              .threads = 1,
              .virtualBytes = 0,
              .residentPages = 0,
              .exitSignal = 17,
              .processor = 0,
              .realtimePriority = 0,
              .argumentsStart = 0,
              .argumentsEnd = 0,
              .exitCode = 0};
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

/// To be changed, which those of a snapshot cannot.
[[nodiscard]] inline std::vector<Process> copiesOf(const ProcessList &processes)
{
    return {processes.begin(), processes.end()};
}

/// Puts other processes in place of those of a snapshot. @param change takes a Process
template <class Change>
void changeEach(Snapshot &snapshot, Change change)
{
    auto processes = copiesOf(snapshot.processes);
    for (auto &process : processes)
        change(process);
    snapshot.processes = std::move(processes);
}
template <class Change>
void changeAt(Snapshot &snapshot, std::size_t position, Change change)
{
    auto processes = copiesOf(snapshot.processes);
    change(processes.at(position));
    snapshot.processes = std::move(processes);
}

} // namespace forklore
