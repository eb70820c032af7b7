// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process is: its standing among sessions, terminals and relatives, credentials(7).
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/diagnostics/subjects.h"

namespace forklore {
namespace {

bool isShell(const std::string &comm)
{
    static constexpr std::array<std::string_view, 11> shells = {
        "ash", "bash", "csh", "dash", "elvish", "fish", "ksh", "mksh", "sh", "tcsh", "zsh"};
    return std::ranges::find(shells, comm) != shells.end();
}

Diagnostic kernelThread()
{
    return {
        DiagnosticKind::KernelThread,
        Weight::Usual,
        sentenceOf("A kernel thread: it runs inside the kernel, without a program of its own."),
        "a kernel thread",
        "The kernel has such threads for its own work, as writing to disks. They have no memory, files or "
        "arguments of their own, and no signal ends them.",
        "proc(5)"};
}

/// The first process of a pid namespace: the reader's own, or one below it.
std::optional<Diagnostic> init(const DiagnosticContext &context)
{
    const auto pid = context.process.id.pid;
    const auto &pids = context.look.namespacePids;
    const bool inner = pids && pids->size() > 1 && pids->back() == 1;
    if (pid != 1 && !inner)
        return std::nullopt;
    Diagnostic diagnostic{
        DiagnosticKind::Init,
        Weight::Usual,
        sentenceOf("Init: the first process. It adopts those whose parent has ended, unless a process "
                   "between has asked for them."),
        "init",
        "Process 1 of a machine starts all the others, directly or through them. When the first of a "
        "machine or a container ends, the kernel ends the others too.",
        "pid_namespaces(7)"};
    if (pid != 1) {
        diagnostic.sentence = sentenceOf(fmt::format(
            "The init of a pid namespace, a container as a rule: inside it is process 1, here {}.", pid));
        diagnostic.phrase = "the init of a pid namespace";
    }
    return diagnostic;
}

/// The argument area lies elsewhere after every exec, as addresses are drawn at random, and stays where it is
/// in a fork.
bool isForkedCopy(const Stat &child, const Stat &parent)
{
    return child.argumentsStart.value_or(0) != 0 && child.argumentsStart == parent.argumentsStart &&
           child.argumentsEnd == parent.argumentsEnd;
}

std::optional<Diagnostic> worker(const DiagnosticContext &context)
{
    const auto &stat = *context.process.stat;
    const auto *parent = parentOf(context);
    if (!parent || !parent->stat)
        return std::nullopt;
    const std::string_view explanation =
        "fork(2) makes a copy of a process, and this copy has started no other program since. Servers fork "
        "workers to serve several clients at once, and a shell forks one for a part of a script.";
    if (isForkedCopy(stat, *parent->stat)) {
        const bool shell = isShell(parent->stat->comm);
        return Diagnostic{DiagnosticKind::Worker,
                          Weight::Usual,
                          sentenceOf(shell ? "A subshell: a forked copy of " : "A worker: a forked copy of ",
                                     refOf(*parent), " that runs the same program."),
                          shell ? "a subshell" : "a worker",
                          std::string(explanation),
                          "fork(2)"};
    }
    // Where the kernel hides the area there are only names to go by.
    const bool hidden = stat.argumentsStart.value_or(0) == 0 || parent->stat->argumentsStart.value_or(0) == 0;
    if (hidden && stat.comm == parent->stat->comm && stat.pgid && stat.pgid == parent->stat->pgid)
        return Diagnostic{
            DiagnosticKind::Worker,
            Weight::Usual,
            sentenceOf("A worker, it seems: it has the name and the process group of its parent ",
                       refOf(*parent), "."),
            "a worker, it seems",
            std::string(explanation),
            "fork(2)"};
    return std::nullopt;
}

std::string terminalOf(const DiagnosticContext &context)
{
    return context.terminal ? "terminal " + *context.terminal : "its terminal";
}

Diagnostic ofTerminal(const DiagnosticContext &context)
{
    const auto &stat = *context.process.stat;
    const auto terminal = terminalOf(context);
    const auto group = stat.ttyForegroundGroup.value_or(0);
    const bool foreground = stat.isInForeground();
    auto now = sentenceOf(foreground ? "which it has in the foreground." : "now in the background.");
    if (group > 0 && !foreground && !hasEnded(group, context.snapshot))
        now = {{"where "}, processWith(group, context.snapshot), {" is in the foreground."}};
    const auto ofTerminal = [&](const std::string &what) {
        auto sentence = sentenceOf(what + " ");
        sentence.insert(sentence.end(), now.begin(), now.end());
        return sentence;
    };
    if (stat.leadsSession()) {
        const bool shell = isShell(stat.comm);
        return {DiagnosticKind::SessionLeader,
                Weight::Usual,
                ofTerminal(fmt::format("{} the session on {},",
                                       shell ? "A shell, which leads" : "The program that leads", terminal)),
                (shell ? "a shell on " : "the leader of the session on ") + terminal,
                "A session is all that was started from one login or one terminal window. When the terminal "
                "goes, its leader is told by SIGHUP.",
                "credentials(7)"};
    }
    if (foreground)
        return {DiagnosticKind::Foreground,
                Weight::Usual,
                sentenceOf("A program in the foreground of " + terminal + "."),
                "a program in the foreground of " + terminal,
                "What is typed there is for it: Ctrl+C sends it SIGINT, Ctrl+Z SIGTSTP.",
                "credentials(7)"};
    return {
        DiagnosticKind::Background,
        Weight::Usual,
        ofTerminal("A background job of " + terminal + ","),
        "a background job of " + terminal,
        "Keys that are typed there do not reach it. If it reads from the terminal, SIGTTIN stops it, as a "
        "rule.",
        "credentials(7)"};
}

/// Leads a session of its own, without a terminal. That alone makes no daemon: setsid(1) does it for every
/// program, and an adopted process has init for its parent, whatever it is.
Diagnostic leaderWithoutTerminal(const DiagnosticContext &context, const Process &parent)
{
    const auto &unit = context.look.systemdUnit;
    const bool isService = unit && unit->ends_with(".service") && !unit->starts_with("app-");
    const bool isManagers = parent.stat && parent.stat->comm == "systemd" && !context.past.bornOf;
    const auto rest = sentenceOf("it leads a session of its own, without a terminal, and its parent is ",
                                 refOf(parent), ".");
    const auto with = [&](const std::string &begin) {
        auto sentence = rest;
        sentence.front().text.insert(0, begin);
        return sentence;
    };
    if (isService && isManagers)
        return {
            DiagnosticKind::Daemon,
            Weight::Usual,
            with("Runs as a daemon, in " + *unit + ": "),
            "a daemon",
            "Daemons serve others in the background. The service manager starts them away from terminals, "
            "and looks after them.",
            "daemon(7)"};
    return {DiagnosticKind::Detached,
            Weight::Usual,
            with("Detached from terminals: "),
            "a detached process",
            "Daemons detach themselves this way, by setsid(2), and so do other programs that shall live on "
            "when the terminal is closed. Which of them it is cannot be seen.",
            "setsid(2)"};
}

Diagnostic withoutTerminal(const DiagnosticContext &context)
{
    const auto &stat = *context.process.stat;
    const auto *parent = parentOf(context);
    const auto *leader = sessionLeaderOf(context);
    if (stat.leadsSession() && parent)
        return leaderWithoutTerminal(context, *parent);
    const bool strange = parent && parent->stat && parent->stat->sid && stat.sid &&
                         parent->stat->sid != stat.sid; // it was born of another
    if (strange && hasEnded(*stat.sid, context.snapshot))
        return {DiagnosticKind::SessionMember,
                Weight::Usual,
                sentenceOf(fmt::format("Left over from the session of process {}, which has ended. It has no "
                                       "terminal, and its parent is ",
                                       *stat.sid),
                           refOf(*parent), "."),
                "a process without a terminal",
                "Daemons leave their session's leader behind this way, and so do programs that a script or a "
                "shell started in the background and did not wait for.",
                "credentials(7)"};
    if (leader && leader != parent && leader->id != context.process.id)
        return {DiagnosticKind::SessionMember,
                Weight::Usual,
                sentenceOf("Belongs to the session of ", refOf(*leader), ", which has no terminal."),
                "a process without a terminal",
                "A session is all that descends from one process that called setsid(2), and has not left it.",
                "credentials(7)"};
    Diagnostic child{DiagnosticKind::Child,
                     Weight::Usual,
                     sentenceOf("A process without a terminal."),
                     "a process without a terminal",
                     "No keys reach it, and no closed terminal ends it.",
                     "credentials(7)"};
    if (parent)
        child.sentence = sentenceOf("A child of ", refOf(*parent), ", without a terminal.");
    return child;
}

} // namespace

void diagnoseStanding(const DiagnosticContext &context, Diagnostics &diagnostics)
{
    const auto &stat = *context.process.stat;
    if (stat.isZombie()) // what it was is past
        return;
    if (stat.isKernelThread())
        diagnostics.push_back(kernelThread());
    else if (auto first = init(context))
        diagnostics.push_back(std::move(*first));
    else if (auto copy = worker(context))
        diagnostics.push_back(std::move(*copy));
    const bool ofOthers = !diagnostics.empty() && !stat.leadsSession(); // its parent's standing tells of it
    const bool isTold = stat.flags && stat.ttyDevice && stat.sid && stat.pgid; // else it cannot be said
    if (isTold && !stat.isKernelThread() && stat.pid != 1 && !ofOthers)
        diagnostics.push_back(stat.hasTerminal() ? ofTerminal(context) : withoutTerminal(context));
}

} // namespace forklore
