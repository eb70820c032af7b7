// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/sampled_events.h"

#include <algorithm>

#include "core/snapshot/delta.h"

namespace forklore {
namespace {

bool showsArguments(const Process &before, const Process &after)
{
    return before.stat->argumentsStart.value_or(0) != 0 && after.stat->argumentsStart.value_or(0) != 0;
}

/// The program's argument area moves with each exec; where it may not be seen, name and command line must
/// both differ, which a program can also do by itself.
bool hasExecuted(const Process &before, const Process &after)
{
    const auto &earlier = *before.stat;
    const auto &later = *after.stat;
    if (showsArguments(before, after))
        return earlier.argumentsStart != later.argumentsStart;
    return earlier.comm != later.comm && before.commandLine != after.commandLine;
}

/// Between stopped and not; nothing: no change of that kind.
std::optional<EventPayload> changeOfState(State earlier, const Stat &later)
{
    const auto isStop = [](State state) { return state == State::Stopped || state == State::Traced; };
    if (isStop(later.state) && earlier != later.state)
        return Stopped{later.state == State::Traced};
    if (isStop(earlier) && !isStop(later.state) && !later.isZombie())
        return Continued();
    return std::nullopt;
}

class SnapshotComparison {
public:
    SnapshotComparison(const Snapshot &earlier, const Snapshot &later, const SystemInfo &system)
        : m_earlier(earlier), m_later(later), m_system(system)
    {
    }

    std::vector<Event> events()
    {
        const auto delta = difference(m_earlier, m_later);
        for (const auto position : delta.appeared)
            appear(m_later.processes[position]);
        for (const auto &id : delta.ended)
            end(id);
        for (const auto position : delta.changed) {
            const auto &after = m_later.processes[position];
            const auto *before = m_earlier.find(after.id);
            if (before && before->stat && after.stat)
                change(*before, after);
        }
        std::ranges::stable_sort(m_events, {}, &Event::at);
        return std::move(m_events);
    }

private:
    void append(const Process &process, EventPayload what)
    {
        m_events.push_back({.at = m_later.sinceBoot,
                            .process = {process.id, process.stat ? process.stat->comm : ""},
                            .what = std::move(what),
                            .inferred = true,
                            .notBefore = m_earlier.sinceBoot});
    }

    [[nodiscard]] std::optional<ProcessRef> parentIn(const Snapshot &snapshot, const Process &process) const
    {
        if (!process.stat || process.stat->ppid == 0)
            return std::nullopt;
        return refIn(snapshot, process.stat->ppid);
    }

    /// Its stat could be read in one of the samples alone: that is no news of the process.
    [[nodiscard]] bool isInDoubt(Pid pid) const
    {
        const auto *before = m_earlier.withPid(pid);
        const auto *after = m_later.withPid(pid);
        return before && after && before->stat.has_value() != after->stat.has_value();
    }

    void appear(const Process &process)
    {
        if (isInDoubt(process.id.pid))
            return;
        append(process, Forked{{}, parentIn(m_later, process)});
        if (process.stat)
            m_events.back().at = m_system.startOf(process.stat->start);
        if (process.isZombie())
            appendEnd(process, process.exitStatus.value_or(notTold()), m_later);
    }

    void end(const ProcessId &id)
    {
        const auto *last = m_earlier.find(id);
        if (last && !last->isZombie() && !isInDoubt(id.pid)) // of a zombie it was told when it became one
            appendEnd(*last, notTold(), m_earlier);
    }

    /// @param snapshot in which it was seen last
    void appendEnd(const Process &process, const Result<ExitStatus> &status, const Snapshot &snapshot)
    {
        Exited exit{status, {}, parentIn(snapshot, process)};
        if (process.stat)
            exit.lifetimeAtMost = std::max(m_later.sinceBoot - m_system.startOf(process.stat->start),
                                           std::chrono::nanoseconds(0));
        append(process, std::move(exit));
    }

    static Failure notTold()
    {
        return failure(ErrorKind::Unsupported,
                       "samples do not show how a process ended that is gone before the next");
    }

    void change(const Process &before, const Process &after)
    {
        const auto &earlier = *before.stat;
        const auto &later = *after.stat;
        if (earlier.ppid != later.ppid && earlier.ppid != 0 && later.ppid != 0)
            append(after, Reparented{*parentIn(m_earlier, before), *parentIn(m_later, after)});
        if (after.isZombie()) {
            if (!before.isZombie())
                appendEnd(after, after.exitStatus.value_or(notTold()), m_later);
            return;
        }
        if (earlier.sid && later.sid && earlier.sid != later.sid)
            append(after, SessionChanged{*later.sid});
        changeRights(before, after);
        if (hasExecuted(before, after))
            append(after, Executed{earlier.comm, after.commandLine,
                                   failure(ErrorKind::Unsupported,
                                           "samples do not hold the file that a process runs"),
                                   showsArguments(before, after)});
        else if (earlier.comm != later.comm && !after.isKernelThread()) // those bear what they work on
            append(after, Renamed{earlier.comm});
        if (auto stop = changeOfState(earlier.state, later))
            append(after, std::move(*stop));
    }

    void changeRights(const Process &before, const Process &after)
    {
        if (!before.credentials || !after.credentials)
            return;
        const auto &earlier = *before.credentials;
        const auto &later = *after.credentials;
        CredentialsChanged change;
        if (earlier.uid.effective != later.uid.effective)
            change.uid = later.uid.effective;
        if (earlier.gid && later.gid && earlier.gid->effective != later.gid->effective)
            change.gid = later.gid->effective;
        if (change.uid || change.gid)
            append(after, change);
    }

    const Snapshot &m_earlier;
    const Snapshot &m_later;
    const SystemInfo &m_system;
    std::vector<Event> m_events;
};

} // namespace

ProcessRef refIn(const Snapshot &snapshot, Pid pid)
{
    const auto *process = snapshot.withPid(pid);
    if (!process)
        return {{pid, ProcessId::unknownStart}, {}};
    return {process->id, process->stat ? process->stat->comm : ""};
}

std::vector<Event> eventsBetween(const Snapshot &earlier, const Snapshot &later, const SystemInfo &system)
{
    return SnapshotComparison(earlier, later, system).events();
}

std::vector<Event> stopsBetween(const Snapshot &earlier, const Snapshot &later)
{
    std::vector<Event> events;
    auto before = earlier.processes.begin();
    for (const auto &after : later.processes) {
        while (before != earlier.processes.end() && before->id.pid < after.id.pid)
            ++before;
        const bool same = before != earlier.processes.end() && before->id == after.id;
        if (!same || !before->stat || !after.stat)
            continue;
        if (auto stop = changeOfState(before->stat->state, *after.stat))
            events.push_back({.at = later.sinceBoot,
                              .process = {after.id, after.stat->comm},
                              .what = std::move(*stop),
                              .inferred = true,
                              .notBefore = earlier.sinceBoot});
    }
    return events;
}

} // namespace forklore
