// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two samples, of 10 s after boot and of 11 s, and the events between them as text.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QByteArrayList>

#include <fmt/format.h>

#include "core/host/sampled_events.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"

namespace forklore::two_samples {

using namespace std::chrono_literals;

inline constexpr StartTicks inBetween = 1'050; // 10.5 s
inline const Process shell = processOf(5, 1, 500, "shell");
inline const Process job = processOf(9, 5, 900, "job");
inline const Process newcomer = processOf(9, 5, inBetween, "new");

inline Process in(State state, Process process = job)
{
    process.stat->state = state;
    return process;
}

/// @param status as its parent will hear it; nothing: the sample was not told
inline Process zombie(Process process = job, std::optional<Result<ExitStatus>> status = std::nullopt)
{
    process.exitStatus = std::move(status);
    return in(State::Zombie, std::move(process));
}

inline Process childOf(Pid parent, Process process = job)
{
    process.stat->ppid = parent;
    return process;
}

/// @param arguments where its argument area begins; 0: that may not be seen
inline Process running(const std::string &comm, const std::string &commandLine, std::uint64_t arguments)
{
    auto process = job;
    process.stat->comm = comm;
    process.stat->argumentsStart = arguments;
    process.commandLine = commandLine;
    return process;
}

inline Process actingAs(Uid uid, Gid gid)
{
    auto process = job;
    Credentials credentials;
    credentials.uid.effective = uid;
    credentials.gid = FourIds<Gid>{0, gid, 0, 0};
    process.credentials = credentials;
    return process;
}

using Processes = std::vector<Process>;

inline Snapshot sampleAt(std::chrono::nanoseconds at, Processes processes)
{
    auto snapshot = snapshotOf(std::move(processes));
    snapshot.sinceBoot = at;
    return snapshot;
}

inline std::vector<Event> between(Processes earlier, Processes later)
{
    return eventsBetween(sampleAt(10s, std::move(earlier)), sampleAt(11s, std::move(later)), SystemInfo());
}

/// "10.5 9 job: first seen as a child of shell 5": when, who, what.
inline QByteArrayList linesOf(const std::vector<Event> &events)
{
    QByteArrayList lines;
    for (const auto &event : events)
        lines += bytes(fmt::format("{} {} {}: {}", seconds(event.at), event.process.id.pid,
                                   event.process.comm, text(event)));
    return lines;
}

inline QByteArrayList told(Processes earlier, Processes later)
{
    return linesOf(between(std::move(earlier), std::move(later)));
}

inline QByteArrayList stops(Processes earlier, Processes later)
{
    return linesOf(stopsBetween(sampleAt(10s, std::move(earlier)), sampleAt(11s, std::move(later))));
}

} // namespace forklore::two_samples
