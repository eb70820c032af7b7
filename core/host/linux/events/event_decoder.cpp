// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/events/event_decoder.h"

#include <algorithm>
#include <utility>

#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/clocks.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sampling/pidfd_info.h"
#include "core/host/linux/sampling/process_files.h"

namespace forklore {
namespace {

using What = ConnectorMessage::What;

ProcessRef nameless(Pid pid)
{
    return {{pid, ProcessId::unknownStart}, {}};
}

bool isReadable(const FileDescriptor &handle)
{
    pollfd asked{handle.get(), POLLIN, 0};
    return handle.get() >= 0 && poll(&asked, 1, 0) > 0;
}

} // namespace

EventDecoder::EventDecoder(Directory root, std::function<FileDescriptor(Pid)> hold)
    : m_root(std::move(root)),
      m_hold(std::move(hold)),
      m_tick(Moment(std::chrono::seconds(1)) / sysconf(_SC_CLK_TCK))
{
}

Failure EventDecoder::unheard()
{
    return failure(ErrorKind::Unsupported, "the message about it was lost");
}

std::vector<Event> EventDecoder::events()
{
    return std::exchange(m_events, {});
}

void EventDecoder::append(Moment at, const ProcessRef &process, EventPayload what, bool inferred)
{
    m_events.push_back({at, process, std::move(what), inferred});
}

void EventDecoder::listProcesses()
{
    for (const auto pid : m_root.numbersIn(".").value_or(std::vector<int>())) {
        const auto before = bootClock();
        const auto stat = readPidStat(m_root, fmt::format("{}/stat", pid).c_str());
        if (stat && !stat->isZombie())
            admit(*stat, before);
    }
    for (const auto pid : m_table.pids())
        nameParent(*m_table.find(pid));
}

/// A child may have been listed before its parent.
void EventDecoder::nameParent(Member &member)
{
    const auto *parent = member.parent ? m_table.find(member.parent->id.pid) : nullptr;
    if (parent)
        m_table.setParent(member, parent->ref);
}

Member &EventDecoder::admit(const Stat &stat, Moment before)
{
    Member member;
    member.ref = {stat.id(), stat.comm};
    if (stat.ppid != 0) {
        const auto *parent = m_table.find(stat.ppid);
        member.parent = parent ? parent->ref : nameless(stat.ppid);
    }
    member.born = m_tick * stat.start;
    auto &admitted = m_table.add(std::move(member));
    count(admitted, stat, before);
    return admitted;
}

/// Its threads, as they are just now.
void EventDecoder::count(Member &member, const Stat &stat, Moment before)
{
    member.otherThreads = stat.threads.value_or(0) > 0 ? *stat.threads - 1 : 0;
    member.countedFrom = before;
    member.countedUntil = bootClock();
    if (stat.leaderEnded() && !member.leaderStatus)
        loseLeader(member, readExitStatus(m_root, fmt::format("{}/ns/user", stat.pid).c_str(), stat));
}

void EventDecoder::loseLeader(Member &member, Result<ExitStatus> status)
{
    const auto &id = member.ref.id;
    member.leaderStatus = std::move(status);
    member.handle = m_hold(id.pid);
    const auto holder = readPidStat(m_root, fmt::format("{}/stat", id.pid).c_str());
    if (!holder || holder->id() != id) // in a backlog the pid may be another's by now
        member.handle = {};
    m_leaderless.push_back(id.pid);
}

Result<Stat> EventDecoder::statOf(Pid pid, Moment at) const
{
    auto stat = readPidStat(m_root, fmt::format("{}/stat", pid).c_str());
    if (stat && m_tick * stat->start > at + m_tick) // born later: the pid is in use again
        return failure(ErrorKind::Gone, fmt::format("process {} has ended", pid));
    return stat;
}

Member *EventDecoder::memberAt(Pid pid, Moment at)
{
    auto *known = m_table.find(pid);
    if (known)
        return known;
    const auto before = bootClock();
    const auto stat = statOf(pid, at);
    return stat && !stat->isZombie() ? &admit(*stat, before) : nullptr;
}

std::optional<ProcessRef> EventDecoder::refAt(Pid pid, Moment at)
{
    if (pid == 0)
        return std::nullopt;
    const auto *member = memberAt(pid, at);
    return member ? member->ref : nameless(pid);
}

void EventDecoder::handle(const ConnectorMessage &message, Moment asleep)
{
    const auto at = message.at + asleep;
    switch (message.what) {
    case What::Fork:
        return handleFork(message, at);
    case What::Exec:
        return handleExec(message.tgid, at);
    case What::Exit:
        return handleExit(message, at);
    default:
        return handleChange(message, at);
    }
}

void EventDecoder::handleFork(const ConnectorMessage &message, Moment at)
{
    if (!message.isOfLeader()) {
        auto *process = memberAt(message.tgid, at);
        if (process && process->countedFrom < at)
            ++process->otherThreads;
        return;
    }
    const auto stat = statOf(message.pid, at);
    const auto parent = refAt(message.parentTgid, at);
    if (auto *known = m_table.find(message.pid)) {
        // Taking stock, or a comparison, may have found it before the message of its birth was read.
        if (isBornAt(*known, at) || (stat && stat->id() == known->ref.id)) {
            known->born = at;
            m_table.setParent(*known, parent);
            if (!std::exchange(known->isBirthInferred, false))
                append(at, known->ref, Forked{parent});
            return;
        }
        finish(*known, at, unheard(), true);
    }
    Member child;
    child.ref = stat ? ProcessRef{stat->id(), stat->comm} : nameless(message.pid);
    // fork(2) copies the name of the thread that calls it; what is read may be that of a program run since.
    if (parent && !parent->comm.empty() && (!stat || message.parentPid == message.parentTgid))
        child.ref.comm = parent->comm;
    child.parent = parent;
    child.born = at;
    append(at, m_table.add(std::move(child)).ref, Forked{parent});
}

/// Whether a member is the one whose birth the message tells.
bool EventDecoder::isBornAt(const Member &member, Moment at) const
{
    const auto &start = member.ref.id.start;
    return start != ProcessId::unknownStart && m_tick * start <= at + m_tick &&
           at <= m_tick * start + 2 * m_tick;
}

void EventDecoder::handleExec(Pid pid, Moment at)
{
    auto *member = memberAt(pid, at);
    if (!member) // its birth was lost, and it is gone: nobody could tell whose event this is
        return;
    auto ref = member->ref;
    if (ref.id.start == ProcessId::unknownStart) {
        if (const auto stat = statOf(pid, at))
            ref.id = stat->id();
    }
    Executed exec{ref.comm, {}, {}};
    auto files = ProcessFiles::open(m_root, ref.id);
    ref.comm = files ? files->stat().comm : std::string();
    exec.commandLine = files ? files->readMemory("cmdline") : Failure(files.error());
    exec.executable = failure(ErrorKind::Gone, fmt::format("process {} has ended", pid));
    if (files) {
        const auto executable = files->executable();
        if (!executable)
            exec.executable = Failure(executable.error());
        else if (*executable)
            exec.executable = (*executable)->path;
    }
    if (exec.commandLine && exec.commandLine->empty() && !exec.executable) // its memory was gone already
        exec.commandLine = Failure(exec.executable.error());
    member->ref = ref;
    // All threads but the one that called it have ended, the leader among them; it goes on in its place.
    member->otherThreads = 0;
    member->leaderStatus.reset();
    member->handle = {};
    std::erase(m_leaderless, pid);
    append(at, ref, std::move(exec));
}

void EventDecoder::handleExit(const ConnectorMessage &message, Moment at)
{
    auto *member = m_table.find(message.tgid);
    if (!message.isOfLeader()) {
        if (!member || at <= member->countedUntil)
            return;
        member->otherThreads -= member->otherThreads > 0 ? 1 : 0;
        if (!member->leaderStatus || member->otherThreads > 0)
            return;
        // exit_group(2) gives its status to all threads that still live; else the leader's counts.
        const auto last =
            message.exitStatus != 0 ? ExitStatus::fromWaitStatus(message.exitStatus) : *member->leaderStatus;
        return finish(*member, at, finalStatus(*member).value_or(last));
    }
    const auto status = ExitStatus::fromWaitStatus(message.exitStatus);
    const bool isOfFormer = !member || (member->born && at + m_tick < *member->born);
    if (isOfFormer && m_replaced.erase(message.tgid) > 0)
        return;
    if (isOfFormer) {
        append(at, nameless(message.tgid), Exited{status, {}, refAt(message.parentTgid, at)});
        return;
    }
    if (message.parentTgid != 0 && member->parent && message.parentTgid != member->parent->id.pid)
        adopt(*member, message.parentTgid, at, true);
    if (member->otherThreads == 0)
        return finish(*member, at, status);
    loseLeader(*member, status);
}

void EventDecoder::handleChange(const ConnectorMessage &message, Moment at)
{
    auto *member = memberAt(message.tgid, at);
    if (!member) // as of an exec
        return;
    auto ref = member->ref;
    if (message.what == What::CoreDump) // any thread may be the one that is hit
        return append(at, ref, CoreDumped());
    if (!message.isOfLeader()) // a thread changes its name and its rights for itself
        return;
    if (message.what == What::Comm) {
        Renamed rename{std::exchange(ref.comm, message.comm)};
        member->ref = ref;
        if (rename.before == message.comm) // read already with what came before
            rename.before.clear();
        append(at, ref, std::move(rename));
    } else if (message.what == What::Sid) {
        append(at, ref, SessionChanged{message.tgid});
    } else if (message.what == What::Uid) {
        append(at, ref, CredentialsChanged{message.effectiveId, {}});
    } else if (message.what == What::Gid) {
        append(at, ref, CredentialsChanged{{}, message.effectiveId});
    }
}

std::optional<Result<ExitStatus>> EventDecoder::finalStatus(const Member &member) const
{
    if (const auto status = statusAfterReaping(member.handle.get()))
        return *status;
    const auto pid = member.ref.id.pid;
    const auto stat = readPidStat(m_root, fmt::format("{}/stat", pid).c_str());
    if (stat && stat->id() == member.ref.id && stat->isZombie()) {
        if (auto status = readExitStatus(m_root, fmt::format("{}/ns/user", pid).c_str(), *stat))
            return status;
    }
    if (const auto status = statusAfterReaping(member.handle.get())) // meanwhile
        return *status;
    return std::nullopt;
}

void EventDecoder::lookAfterLeaderless(Moment now)
{
    const auto waiting = m_leaderless;
    for (const auto pid : waiting) {
        auto *member = m_table.find(pid);
        if (!member) // ended in the meantime
            continue;
        if (member->handle.get() >= 0) {
            if (!isReadable(member->handle))
                continue;
            if (const auto status = finalStatus(*member))
                finish(*member, now, *status);
            else
                member->handle =
                    {}; // the last message may still come, else the next look shows that it is gone
            continue;
        }
        const auto stat = statOf(pid, now);
        const bool gone = !stat && stat.error().kind == ErrorKind::Gone;
        const bool another = stat && stat->id() != member->ref.id;
        if (gone || another || (stat && stat->isZombie()))
            finish(*member, now, finalStatus(*member).value_or(unheard()), true);
    }
}

bool EventDecoder::needsALook()
{
    return std::ranges::any_of(m_leaderless, [&](Pid pid) { return m_table.find(pid)->handle.get() < 0; });
}

void EventDecoder::finish(Member &member, Moment at, const Result<ExitStatus> &status, bool inferred)
{
    const auto ref = member.ref;
    const auto children = std::move(member.children);
    Exited exit{status, {}, m_table.parentOf(member)};
    if (member.born) // an end that was only found out was at some time before
        (inferred ? exit.lifetimeAtMost : exit.lifetime) = std::max(at - *member.born, Moment(0));
    std::erase(m_leaderless, ref.id.pid);
    m_table.remove(ref.id.pid);
    append(at, ref, std::move(exit), inferred);
    moveChildren(children, at);
}

/// Of those whose parent has ended. One that has ended as well is left: its own message says who its parent
/// was at last.
void EventDecoder::moveChildren(const std::vector<Pid> &children, Moment at)
{
    for (const auto pid : children) {
        auto *child = m_table.find(pid);
        const auto stat = statOf(pid, at);
        if (child && child->parent && stat && stat->ppid != child->parent->id.pid)
            adopt(*child, stat->ppid, at);
    }
}

void EventDecoder::adopt(Member &child, Pid parent, Moment at, bool inferred)
{
    const auto from = m_table.parentOf(child).value_or(ProcessRef());
    const auto to = refAt(parent, at).value_or(nameless(parent));
    m_table.setParent(child, to);
    append(at, child.ref, Reparented{from, to}, inferred);
}

} // namespace forklore
