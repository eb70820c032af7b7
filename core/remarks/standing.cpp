// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process is: its standing among sessions, terminals and relatives, credentials(7).
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/remarks/subjects.h"

namespace forklore {
namespace {

bool isShell(const std::string &comm)
{
    static constexpr std::array<std::string_view, 11> shells = {
        "ash", "bash", "csh", "dash", "elvish", "fish", "ksh", "mksh", "sh", "tcsh", "zsh"};
    return std::ranges::find(shells, comm) != shells.end();
}

Remark kernelThread()
{
    return {
        RemarkKind::KernelThread,
        Weight::Usual,
        sentenceOf("A kernel thread: it runs inside the kernel, without a program of its own."),
        "a kernel thread",
        "The kernel has such threads for its own work, as writing to disks. They have no memory, files or "
        "arguments of their own, and no signal ends them.",
        "proc(5)"};
}

/// The first process of a pid namespace: the reader's own, or one below it.
std::optional<Remark> init(const Circumstances &circumstances)
{
    const auto pid = circumstances.process.id.pid;
    const auto &pids = circumstances.look.namespacePids;
    const bool inner = pids && pids->size() > 1 && pids->back() == 1;
    if (pid != 1 && !inner)
        return std::nullopt;
    Remark remark{RemarkKind::Init,
                  Weight::Usual,
                  sentenceOf("Init: the first process, the one that adopts all others whose parent ends."),
                  "init",
                  "Process 1 of a machine or a container starts all the others. When it ends, the kernel "
                  "ends them too.",
                  "pid_namespaces(7)"};
    if (pid != 1) {
        remark.sentence = sentenceOf(
            fmt::format("The init of a container or the like: inside it is process 1, here {}.", pid));
        remark.phrase = "the init of a container";
    }
    return remark;
}

/// The argument area lies elsewhere after every exec, as addresses are drawn at random, and stays where it is
/// in a fork.
bool isForkedCopy(const Stat &child, const Stat &parent)
{
    return child.argumentsStart != 0 && child.argumentsStart == parent.argumentsStart &&
           child.argumentsEnd == parent.argumentsEnd;
}

std::optional<Remark> worker(const Circumstances &circumstances)
{
    const auto &stat = *circumstances.process.stat;
    const auto *parent = parentOf(circumstances);
    if (!parent || !parent->stat)
        return std::nullopt;
    const std::string_view explanation =
        "fork(2) makes a copy of a process, and this copy has started no other program since. Servers fork "
        "workers to serve several clients at once, and a shell forks one for a part of a script.";
    if (isForkedCopy(stat, *parent->stat)) {
        const bool shell = isShell(parent->stat->comm);
        return Remark{RemarkKind::Worker,
                      Weight::Usual,
                      sentenceOf(shell ? "A subshell: a forked copy of " : "A worker: a forked copy of ",
                                 kinOf(*parent), " that runs the same program."),
                      shell ? "a subshell" : "a worker",
                      std::string(explanation),
                      "fork(2)"};
    }
    // Where the kernel hides the area there are only names to go by.
    const bool hidden = stat.argumentsStart == 0 || parent->stat->argumentsStart == 0;
    if (hidden && stat.comm == parent->stat->comm && stat.pgid == parent->stat->pgid)
        return Remark{RemarkKind::Worker,
                      Weight::Usual,
                      sentenceOf("A worker, it seems: it has the name and the process group of its parent ",
                                 kinOf(*parent), "."),
                      "a worker, it seems",
                      std::string(explanation),
                      "fork(2)"};
    return std::nullopt;
}

std::string terminalOf(const Circumstances &circumstances)
{
    return circumstances.terminal ? "terminal " + *circumstances.terminal : "its terminal";
}

Remark ofTerminal(const Circumstances &circumstances)
{
    const auto &stat = *circumstances.process.stat;
    const auto terminal = terminalOf(circumstances);
    const auto group = stat.ttyForegroundGroup;
    const bool foreground = group == stat.pgid;
    auto now = sentenceOf(foreground ? "which it has in the foreground." : "now in the background.");
    if (group && !foreground && !hasEnded(*group, circumstances.snapshot))
        now = {{"where "}, processWith(*group, circumstances.snapshot), {" is in the foreground."}};
    const auto say = [&](const std::string &what) {
        auto sentence = sentenceOf(what + " ");
        sentence.insert(sentence.end(), now.begin(), now.end());
        return sentence;
    };
    if (stat.sid == stat.pid) {
        const bool shell = isShell(stat.comm);
        return {RemarkKind::SessionLeader,
                Weight::Usual,
                say(fmt::format("{} the session on {},",
                                shell ? "A shell, which leads" : "The program that leads", terminal)),
                (shell ? "a shell on " : "the leader of the session on ") + terminal,
                "A session is all that was started from one login or one terminal window. When the terminal "
                "goes, its leader is told by SIGHUP.",
                "credentials(7)"};
    }
    if (foreground)
        return {RemarkKind::Foreground,
                Weight::Usual,
                sentenceOf("A program in the foreground of " + terminal + "."),
                "a program in the foreground of " + terminal,
                "What is typed there is for it: Ctrl+C sends it SIGINT, Ctrl+Z SIGTSTP.",
                "credentials(7)"};
    return {
        RemarkKind::Background,
        Weight::Usual,
        say("A background job of " + terminal + ","),
        "a background job of " + terminal,
        "Keys that are typed there do not reach it. Were it to read from the terminal, SIGTTIN would stop "
        "it.",
        "credentials(7)"};
}

constexpr std::string_view daemonExplanation = "Daemons serve others in the background. They leave the "
                                               "terminal's session, so that they live on when the "
                                               "terminal is closed.";

Remark daemon(std::vector<Span> sentence, std::string phrase)
{
    return {RemarkKind::Daemon,
            Weight::Usual,
            std::move(sentence),
            std::move(phrase),
            std::string(daemonExplanation),
            "daemon(7)"};
}

Remark withoutTerminal(const Circumstances &circumstances)
{
    const auto &stat = *circumstances.process.stat;
    const auto *parent = parentOf(circumstances);
    const auto *leader = sessionLeaderOf(circumstances);
    const bool belowInit = parent && parent->id.pid == 1;
    if (stat.sid == stat.pid && belowInit)
        return daemon(
            sentenceOf("A daemon: it leads a session of its own, without a terminal, and its parent is ",
                       kinOf(*parent), "."),
            "a daemon");
    if (stat.sid == stat.pid && parent)
        return daemon(sentenceOf("Runs as daemons do: it leads a session of its own, without a terminal. Its "
                                 "parent is ",
                                 kinOf(*parent), "."),
                      "the leader of a session without a terminal");
    const bool strange = parent && parent->stat && parent->stat->sid != stat.sid; // it was born of another
    if (strange && hasEnded(stat.sid, circumstances.snapshot))
        return daemon(
            sentenceOf(fmt::format("A daemon: it has no terminal, process {} that led its session has "
                                   "ended, and its parent is ",
                                   stat.sid),
                       kinOf(*parent), "."),
            "a daemon");
    if (leader && leader != parent && leader->id != circumstances.process.id)
        return {RemarkKind::SessionMember,
                Weight::Usual,
                sentenceOf("Belongs to the session of ", kinOf(*leader), ", which has no terminal."),
                "a process without a terminal",
                "A session is all that descends from one process that called setsid(2), and has not left it.",
                "credentials(7)"};
    Remark child{RemarkKind::Child,
                 Weight::Usual,
                 sentenceOf("A process without a terminal."),
                 "a process without a terminal",
                 "No keys reach it, and no closed terminal ends it.",
                 "credentials(7)"};
    if (parent)
        child.sentence = sentenceOf("A child of ", kinOf(*parent), ", without a terminal.");
    return child;
}

} // namespace

void remarkOnStanding(const Circumstances &circumstances, Remarks &remarks)
{
    const auto &stat = *circumstances.process.stat;
    if (stat.isZombie()) // what it was is past
        return;
    if (stat.isKernelThread())
        remarks.push_back(kernelThread());
    else if (auto first = init(circumstances))
        remarks.push_back(std::move(*first));
    else if (auto copy = worker(circumstances))
        remarks.push_back(std::move(*copy));
    const bool ofOthers = !remarks.empty() && stat.sid != stat.pid; // its parent's standing tells of it
    if (!stat.isKernelThread() && stat.pid != 1 && !ofOthers)
        remarks.push_back(stat.ttyDevice != 0 ? ofTerminal(circumstances) : withoutTerminal(circumstances));
}

} // namespace forklore
