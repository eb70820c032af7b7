// SPDX-License-Identifier: GPL-3.0-or-later
//
// What state a process is in, where that is more than running or waiting for something to do.
#include <csignal>

#include <fmt/format.h>

#include "core/diagnostics/subjects.h"
#include "core/process/signals.h"

namespace forklore {
namespace {

using std::chrono::nanoseconds;

/// Since when it has been in its present state, where the samples saw that.
const Standstill *standstillOf(const Circumstances &circumstances)
{
    const auto &standstill = circumstances.past.standstill;
    return standstill && standstill->state == circumstances.process.stat->state ? &*standstill : nullptr;
}

/// "; every sample of the last 23 s found it so": it may have gone on for a moment between two of them.
std::string seenFor(const Circumstances &circumstances)
{
    const auto *standstill = standstillOf(circumstances);
    if (!standstill)
        return {};
    const auto time = circumstances.snapshot.sinceBoot - standstill->firstSeen;
    return time < std::chrono::seconds(1)
               ? ""
               : fmt::format("; every sample of the last {} found it so", lengthOf(time));
}

/// ", 23 s to 24 s ago": between the last sample that saw it alive and the first that did not.
std::string endedAgo(const Circumstances &circumstances)
{
    const auto *standstill = standstillOf(circumstances);
    if (!standstill)
        return {};
    const auto now = circumstances.snapshot.sinceBoot;
    const auto least = now - standstill->firstSeen;
    if (!standstill->lastOther)
        return least < std::chrono::seconds(1) ? "" : fmt::format(", at least {} ago", lengthOf(least));
    // Rounded up: it lived then.
    const auto most = now - *standstill->lastOther + std::chrono::seconds(1) - nanoseconds(1);
    const auto from = lengthOf(least);
    const auto to = lengthOf(most);
    return from == to ? fmt::format(", {} ago", from) : fmt::format(", {} to {} ago", from, to);
}

std::string endOf(const Process &process)
{
    if (!process.exitStatus || !*process.exitStatus)
        return "it has ended";
    const auto &status = **process.exitStatus;
    return status.kind == ExitStatus::Kind::Exited ? fmt::format("it exited with status {}", status.value)
                                                   : "it was " + text(status);
}

std::optional<Remark> zombie(const Circumstances &circumstances)
{
    const auto &process = circumstances.process;
    if (!process.isZombie())
        return std::nullopt;
    const auto end = fmt::format("A zombie: {}{}", endOf(process), endedAgo(circumstances));
    const auto parent = process.stat->ppid;
    Remark remark{
        RemarkKind::Zombie,
        Weight::Trouble,
        {{end + ", and nobody has taken its status yet."}},
        "a zombie",
        "All that is left of it is its exit status, kept until the parent takes it. Killing it does "
        "nothing; it goes when the parent waits for it, or ends.",
        "wait(2)"};
    const auto &condition = circumstances.look.condition;
    const auto tracer = condition && condition->tracer ? *condition->tracer : 0;
    if (tracer != 0 && tracer != parent) // it is told first; until it has waited, the parent cannot
        remark.sentence = {{end + ", and its tracer "},
                           processWith(tracer, circumstances.snapshot),
                           {" has not waited for it, which keeps its parent from it."}};
    else if (parent > 0)
        remark.sentence = {{end + ", and its parent "},
                           processWith(parent, circumstances.snapshot),
                           {" has not waited for it."}};
    return remark;
}

std::optional<Remark> leaderEnded(const Circumstances &circumstances)
{
    const auto &stat = *circumstances.process.stat;
    if (!stat.leaderEnded())
        return std::nullopt;
    const auto others = stat.threads.value_or(1) - 1;
    return Remark{RemarkKind::LeaderEnded,
                  Weight::WorthKnowing,
                  {{others == 1 ? "Its main thread has ended, and one other goes on."
                                : fmt::format("Its main thread has ended, and {} others go on.", others)}},
                  "outlives its main thread",
                  "It looks like a zombie to most tools and is none: it ends with its last thread.",
                  "pthread_exit(3)"};
}

/// A stopped process's exit code is the signal that stopped it, where the kernel tells.
std::string stopCause(const Stat &stat)
{
    switch (stat.exitCode.value_or(0)) {
    case SIGTSTP:
        return "Stopped by SIGTSTP, which Ctrl+Z sends";
    case SIGTTIN:
        return "Stopped by SIGTTIN, which one gets that reads from its terminal while in the background";
    case SIGTTOU:
        return "Stopped by SIGTTOU, which one gets that writes to its terminal while in the background";
    case SIGSTOP:
        return "Stopped by SIGSTOP";
    default:
        return "Stopped by a signal";
    }
}

std::optional<Remark> stopped(const Circumstances &circumstances)
{
    const auto &stat = *circumstances.process.stat;
    if (stat.state != State::Stopped)
        return std::nullopt;
    return Remark{RemarkKind::Stopped,
                  Weight::WorthKnowing,
                  {{stopCause(stat) + seenFor(circumstances) + "."}},
                  "is stopped",
                  "It does nothing until it is sent SIGCONT, as fg and bg in its shell do.",
                  "signal(7)"};
}

std::optional<Remark> traced(const Circumstances &circumstances)
{
    const auto &condition = circumstances.look.condition;
    const auto tracer = condition && condition->tracer ? *condition->tracer : 0;
    const bool halted = circumstances.process.stat->state == State::Traced;
    if (tracer == 0 && !halted)
        return std::nullopt;
    const auto by = tracer == 0 ? Span{"that is not known"} : processWith(tracer, circumstances.snapshot);
    return Remark{
        RemarkKind::Traced,
        Weight::WorthKnowing,
        {{!halted       ? "Traced by "
          : tracer == 0 ? "Held still by a tracer "
                        : "Held still by its tracer "},
         by,
         {halted ? seenFor(circumstances) + "." : "."}},
        halted ? "is held by a tracer" : "is traced",
        "A debugger, or strace, sees each signal of it first, and its system calls if it wants, and "
        "can halt and change it.",
        "ptrace(2)"};
}

/// Nothing: it is not frozen, or that is not known.
std::optional<Freeze> freezeOf(const Circumstances &circumstances)
{
    const auto &condition = circumstances.look.condition;
    return condition ? condition->frozen.value_or(std::nullopt) : std::nullopt;
}

std::optional<Remark> frozen(const Circumstances &circumstances)
{
    const auto freeze = freezeOf(circumstances);
    if (!freeze || circumstances.process.isZombie())
        return std::nullopt;
    const auto *which = freeze->byAncestor ? "a control group above its own" : "its control group";
    const auto where = freeze->group.empty() ? std::string() : fmt::format(", {},", freeze->group);
    const bool isNew = freeze->version == Freeze::Version::V2;
    return Remark{
        RemarkKind::Frozen,
        Weight::Trouble,
        {{fmt::format("Frozen: {}{} keeps it from running.", which, where)}},
        "is frozen",
        fmt::format("It does nothing until the group is thawed ({}). Signals wait until then{}.",
                    isNew ? "0 in cgroup.freeze" : "THAWED in freezer.state",
                    isNew ? "; one that simply ends it, as SIGKILL, acts at once" : ", SIGKILL as well"),
        "cgroups(7)"};
}

std::optional<Remark> uninterruptible(const Circumstances &circumstances)
{
    if (circumstances.process.stat->state != State::DiskSleep || freezeOf(circumstances))
        return std::nullopt;                        // version 1 shows the frozen as such
    constexpr auto usual = std::chrono::seconds(5); // disks answer sooner
    const auto *standstill = standstillOf(circumstances);
    const bool stuck = standstill && circumstances.snapshot.sinceBoot - standstill->firstSeen >= usual;
    const auto &condition = circumstances.look.condition;
    const bool known = condition && condition->waitChannel && !condition->waitChannel->empty();
    return Remark{RemarkKind::Uninterruptible,
                  stuck ? Weight::Trouble : Weight::WorthKnowing,
                  {{fmt::format("Waits inside the kernel, where signals wait with it{}{}.",
                                known ? ", in " + *condition->waitChannel : "", seenFor(circumstances))}},
                  "is in uninterruptible sleep",
                  "It waits for a device, a file server or a lock of the kernel's. Until that answers, most "
                  "such waits yield to no signal, and some to SIGKILL alone.",
                  "proc(5)"};
}

} // namespace

void remarkOnState(const Circumstances &circumstances, Remarks &remarks)
{
    if (circumstances.process.hasEnded)
        return; // a state is no more: the zombie's parent has waited for it since
    for (const auto make : {zombie, leaderEnded, stopped, traced, frozen, uninterruptible}) {
        if (auto remark = make(circumstances))
            remarks.push_back(std::move(*remark));
    }
}

} // namespace forklore
