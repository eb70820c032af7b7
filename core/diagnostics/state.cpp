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
const StuckState *stuckStateOf(const DiagnosticContext &context)
{
    const auto &stuckState = context.past.stuckState;
    return stuckState && stuckState->state == context.process.stat->state ? &*stuckState : nullptr;
}

/// "; every sample of the last 23 s found it so": it may have gone on for a moment between two of them.
std::string seenFor(const DiagnosticContext &context)
{
    const auto *stuckState = stuckStateOf(context);
    if (!stuckState)
        return {};
    const auto time = context.snapshot.sinceBoot - stuckState->firstSeen;
    return time < std::chrono::seconds(1)
               ? ""
               : fmt::format("; every sample of the last {} found it so", lengthOf(time));
}

/// ", 23 s to 24 s ago": between the last sample that saw it alive and the first that did not.
std::string endedAgo(const DiagnosticContext &context)
{
    const auto *stuckState = stuckStateOf(context);
    if (!stuckState)
        return {};
    const auto now = context.snapshot.sinceBoot;
    const auto least = now - stuckState->firstSeen;
    if (!stuckState->lastOther)
        return least < std::chrono::seconds(1) ? "" : fmt::format(", at least {} ago", lengthOf(least));
    // Rounded up: it lived then.
    const auto longest = now - *stuckState->lastOther + std::chrono::seconds(1) - nanoseconds(1);
    const auto from = lengthOf(least);
    const auto to = lengthOf(longest);
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

std::optional<Diagnostic> zombie(const DiagnosticContext &context)
{
    const auto &process = context.process;
    if (!process.isZombie())
        return std::nullopt;
    const auto end = fmt::format("A zombie: {}{}", endOf(process), endedAgo(context));
    const auto parent = process.stat->ppid;
    Diagnostic diagnostic{
        DiagnosticKind::Zombie,
        Weight::Trouble,
        {{end + ", and its status has not been taken yet."}},
        "a zombie",
        "All that is left of it is its exit status, kept until the parent takes it. Killing it does "
        "nothing; it goes when the parent waits for it, or ends.",
        "wait(2)"};
    const auto &condition = context.look.condition;
    const auto tracer = condition && condition->tracer ? *condition->tracer : 0;
    if (tracer != 0 && tracer != parent) // it is told first; until it has waited, the parent cannot
        diagnostic.sentence = {{end + ", and its tracer "},
                               processWith(tracer, context.snapshot),
                               {" has not waited for it, which keeps its parent from it."}};
    else if (parent > 0)
        diagnostic.sentence = {
            {end + ", and its parent "}, processWith(parent, context.snapshot), {" has not waited for it."}};
    return diagnostic;
}

std::optional<Diagnostic> leaderEnded(const DiagnosticContext &context)
{
    const auto &stat = *context.process.stat;
    if (!stat.leaderEnded())
        return std::nullopt;
    const auto others = stat.threads.value_or(1) - 1;
    return Diagnostic{
        DiagnosticKind::LeaderEnded,
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

std::optional<Diagnostic> stopped(const DiagnosticContext &context)
{
    const auto &stat = *context.process.stat;
    if (stat.state != State::Stopped)
        return std::nullopt;
    return Diagnostic{DiagnosticKind::Stopped,
                      Weight::WorthKnowing,
                      {{stopCause(stat) + seenFor(context) + "."}},
                      "is stopped",
                      "It does nothing until it is sent SIGCONT, as fg and bg in its shell do.",
                      "signal(7)"};
}

std::optional<Diagnostic> traced(const DiagnosticContext &context)
{
    const auto &condition = context.look.condition;
    const auto tracer = condition && condition->tracer ? *condition->tracer : 0;
    const bool halted = context.process.stat->state == State::Traced;
    if (tracer == 0 && !halted)
        return std::nullopt;
    const auto by = tracer == 0 ? Span{"that is not known"} : processWith(tracer, context.snapshot);
    return Diagnostic{
        DiagnosticKind::Traced,
        Weight::WorthKnowing,
        {{!halted       ? "Traced by "
          : tracer == 0 ? "Held still by a tracer "
                        : "Held still by its tracer "},
         by,
         {halted ? seenFor(context) + "." : "."}},
        halted ? "is held by a tracer" : "is traced",
        "A debugger, or strace, sees each signal of it first, and its system calls if it wants, and "
        "can halt and change it.",
        "ptrace(2)"};
}

/// Nothing: it is not frozen, or that is not known.
std::optional<Freeze> freezeOf(const DiagnosticContext &context)
{
    const auto &condition = context.look.condition;
    return condition ? condition->frozen.value_or(std::nullopt) : std::nullopt;
}

std::optional<Diagnostic> frozen(const DiagnosticContext &context)
{
    const auto freeze = freezeOf(context);
    if (!freeze || context.process.isZombie())
        return std::nullopt;
    const auto *which = freeze->byAncestor ? "a control group above its own" : "its control group";
    const auto where = freeze->group.empty() ? std::string() : fmt::format(", {},", freeze->group);
    const bool isNew = freeze->version == Freeze::Version::V2;
    return Diagnostic{
        DiagnosticKind::Frozen,
        Weight::Trouble,
        {{fmt::format("Frozen: {}{} keeps it from running.", which, where)}},
        "is frozen",
        fmt::format("It does nothing until the group is thawed ({}). Signals wait until then{}.",
                    isNew ? "0 in cgroup.freeze" : "THAWED in freezer.state",
                    isNew ? "; one that simply ends it, as SIGKILL, acts at once" : ", SIGKILL as well"),
        "cgroups(7)"};
}

std::optional<Diagnostic> uninterruptible(const DiagnosticContext &context)
{
    if (context.process.stat->state != State::DiskSleep || freezeOf(context))
        return std::nullopt;                        // version 1 shows the frozen as such
    constexpr auto usual = std::chrono::seconds(5); // disks answer sooner
    const auto *stuckState = stuckStateOf(context);
    const bool stuck = stuckState && context.snapshot.sinceBoot - stuckState->firstSeen >= usual;
    const auto &condition = context.look.condition;
    const bool known = condition && condition->waitChannel && !condition->waitChannel->empty();
    return Diagnostic{
        DiagnosticKind::Uninterruptible,
        stuck ? Weight::Trouble : Weight::WorthKnowing,
        {{fmt::format("Waits inside the kernel, where signals wait with it{}{}.",
                      known ? ", in " + *condition->waitChannel : "", seenFor(context))}},
        "is in uninterruptible sleep",
        "It waits for a device, a file server or a lock of the kernel's. Until that answers, most "
        "such waits yield to no signal, and some to SIGKILL alone.",
        "proc(5)"};
}

} // namespace

void diagnoseState(const DiagnosticContext &context, Diagnostics &diagnostics)
{
    if (context.process.hasEnded)
        return; // a state is no more: the zombie's parent has waited for it since
    for (const auto make : {zombie, leaderEnded, stopped, traced, frozen, uninterruptible}) {
        if (auto diagnostic = make(context))
            diagnostics.push_back(std::move(*diagnostic));
    }
}

} // namespace forklore
