// SPDX-License-Identifier: GPL-3.0-or-later
//
// Timelines that are fed with the events and samples of a shell, its parent and its job.
#pragma once

#include <chrono>
#include <cmath>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include <fmt/format.h>

#include "core/session/timelines.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"

namespace forklore::fed_timelines {

using namespace std::chrono_literals;

inline const ProcessRef systemd{{1, 1}, "systemd"};
inline const ProcessRef shell{{5, 500}, "shell"};
inline const ProcessRef job{{9, 900}, "job"};
inline const Process systemdProcess = processOf(1, 0, 1, "systemd");
inline const Process shellProcess = processOf(5, 1, 500, "shell");
inline const Process jobProcess = processOf(9, 5, 900, "job");

/// Nobody could read its start in time.
inline ProcessRef nameless(Pid pid, std::string comm = {})
{
    return {{pid, ProcessId::unknownStart}, std::move(comm)};
}

inline Event birth(Moment at, const ProcessRef &process = job, std::optional<ProcessRef> parent = shell)
{
    return {at, process, Forked{std::move(parent)}};
}

inline Event exec(Moment at, const ProcessRef &process, std::string commandLine)
{
    return {at, process, Executed{"sh", std::move(commandLine), "/usr/bin/test"}};
}

inline Event end(Moment at, const ProcessRef &process = job, Result<ExitStatus> status = ExitStatus(),
                 std::optional<ProcessRef> parent = shell)
{
    return {at, process, Exited{std::move(status), 1s, std::move(parent)}};
}

inline ExitStatus code(int value)
{
    return {ExitStatus::Kind::Exited, value, false};
}

inline const ExitStatus killed{ExitStatus::Kind::Signaled, 9, false};
inline const Failure notKnown = failure(ErrorKind::Unsupported, "test");

/// Its own, and those of its children with their pid: "fork exec 10:fork 10:exit exit".
inline QByteArray eventsOf(const ProcessTimeline &timeline)
{
    QByteArrayList words;
    for (const auto &event : timeline.events) {
        const bool isOwn = event.process.id.pid == timeline.id.pid;
        words +=
            (isOwn ? QByteArray() : QByteArray::number(event.process.id.pid) + ':') + bytes(kindOf(event));
    }
    return words.join(' ');
}

/// "2:0.5 4:-": the points as seconds and values.
inline QByteArray pointsOf(const Series &series)
{
    QByteArrayList words;
    for (const auto &[at, value] : series.between(Moment::min(), Moment::max()))
        words += bytes(fmt::format("{}:{}", seconds(at), std::isnan(value) ? "-" : fmt::format("{}", value)));
    return words.join(' ');
}

/// "worker of make: 3 ended, 2 failed, 1 unknown".
inline QByteArrayList textOf(const Endings &endings)
{
    QByteArrayList lines;
    for (const auto &group : endings.groups())
        lines += bytes(fmt::format("{} of {}: {} ended, {} failed, {} unknown", group.comm, group.parentComm,
                                   group.ended, group.failed, group.unknown));
    return lines;
}

class FedTimelines : public QObject {
protected:
    /// None is known, and no sample was taken.
    void begin();
    void append(std::initializer_list<Event> events);
    void see(Moment at, std::vector<Process> processes, std::chrono::nanoseconds asleep = 0s);
    const ProcessTimeline &timeline(const ProcessRef &process = job);
    void passOver();

    std::unique_ptr<Timelines> m_timelines;
    Snapshot m_before;
    std::chrono::nanoseconds m_interval{};
};

inline void FedTimelines::append(std::initializer_list<Event> events)
{
    for (const auto &event : events)
        m_timelines->append(event);
}

inline void FedTimelines::see(Moment at, std::vector<Process> processes, std::chrono::nanoseconds asleep)
{
    auto snapshot = snapshotOf(std::move(processes));
    snapshot.sinceBoot = at;
    snapshot.asleep = asleep;
    snapshot.interval = m_interval;
    m_timelines->apply(snapshot, difference(m_before, snapshot));
    m_before = std::move(snapshot);
}

/// An empty one where there is none: what is expected of it then fails.
inline const ProcessTimeline &FedTimelines::timeline(const ProcessRef &process)
{
    static const ProcessTimeline nobodys;
    const auto *timeline = m_timelines->find(process.id);
    return timeline ? *timeline : nobodys;
}

/// So much happens to somebody else that none of the latest events is of any other, and so many end that all
/// others have ended long ago.
inline void FedTimelines::passOver()
{
    for (Pid number = 0; number < static_cast<Pid>(Timelines::maxEnded); ++number)
        append({end(50s, {{number + 100'000, 1}, "passer-by"})});
    for (std::size_t number = 0; number < Timelines::maxEvents; ++number)
        append({{60s, {{99'999, 1}, "stayer"}, SessionChanged{1}}});
}

inline void FedTimelines::begin()
{
    m_timelines = std::make_unique<Timelines>();
    m_before = {};
}

} // namespace forklore::fed_timelines
