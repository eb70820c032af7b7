// SPDX-License-Identifier: GPL-3.0-or-later
//
// EventDecoder: what the messages of the process connector mean.
//
// A message has pids and a status, no more. Who that is, is read from /proc at once, and remembered, so that
// the end of a process bears its name; what has gone before it could be read stays unknown. A process whose
// leader ends before its other threads lives on: the message of its leader's end is early, and its status not
// the process's. Nobody tells of adoptions: whoever ends has its children asked for their parent.
#pragma once

#include <chrono>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/file.h"
#include "core/host/linux/events/connector_message.h"
#include "core/host/linux/events/process_table.h"
#include "core/process/event.h"
#include "core/process/stat.h"

namespace forklore {

class EventDecoder {
public:
    /// @param root /proc
    /// @param hold opens a pidfd of a process; -1 where it cannot
    EventDecoder(Directory root, std::function<FileDescriptor(Pid)> hold);

    /// Gets to know the processes that there are. They are no events.
    void listProcesses();
    /// @param asleep how long the machine was suspended since boot: messages leave it out
    void handle(const ConnectorMessage &message, std::chrono::nanoseconds asleep);
    /// Messages were lost: says so, and compares the processes that there are with those that are known. Of
    /// those that are gone the message may still come: see conclude().
    /// @param count of the messages; nothing: not known
    void lose(std::optional<std::uint64_t> count, std::chrono::nanoseconds now);
    /// No message waits any more: those that were gone at the last comparison have ended unheard.
    void conclude();
    [[nodiscard]] bool isToConclude() const { return !m_missed.empty(); }
    /// Looks after the processes whose leader has ended, of which a message may be lost.
    void lookAfterLeaderless(std::chrono::nanoseconds now);
    /// One of them has no pidfd that would tell: somebody has to look from time to time.
    [[nodiscard]] bool needsALook();

    /// The events since the last call.
    [[nodiscard]] std::vector<Event> events();

private:
    using Moment = std::chrono::nanoseconds;

    void handleFork(const ConnectorMessage &message, Moment at);
    void handleExec(Pid pid, Moment at);
    void handleExit(const ConnectorMessage &message, Moment at);
    void handleChange(const ConnectorMessage &message, Moment at);
    void finish(Member &member, Moment at, const Result<ExitStatus> &status, bool inferred = false);
    void moveChildren(const std::vector<Pid> &children, Moment at);
    void adopt(Member &child, Pid parent, Moment at, bool inferred = false);
    /// How a process ended whose last message was lost.
    [[nodiscard]] static Failure unheard();
    void compare(Moment now);
    void compareMember(Member &member, const Result<Stat> &stat, Moment now);
    void count(Member &member, const Stat &stat, Moment before);
    void loseLeader(Member &member, Result<ExitStatus> status);
    /// Nothing: nobody tells, not yet perhaps.
    [[nodiscard]] std::optional<Result<ExitStatus>> finalStatus(const Member &member) const;

    /// The stat of the process that had the pid at that moment, if it is still there.
    [[nodiscard]] Result<Stat> statOf(Pid pid, Moment at) const;
    /// Who had the pid at that moment: known, or asked for now; null: gone, and never known.
    [[nodiscard]] Member *memberAt(Pid pid, Moment at);
    /// The same by name; nothing for 0.
    [[nodiscard]] std::optional<ProcessRef> refAt(Pid pid, Moment at);
    /// @param before a moment before the stat was read
    Member &admit(const Stat &stat, Moment before);
    void nameParent(Member &member);
    [[nodiscard]] bool isBornAt(const Member &member, Moment at) const;
    void append(Moment at, const ProcessRef &process, EventPayload what, bool inferred = false);

    Directory m_root;
    std::function<FileDescriptor(Pid)> m_hold;
    Moment m_tick; ///< what start times are counted in
    ProcessTable m_table;
    std::vector<Pid> m_leaderless;                  ///< their leader has ended, other threads go on
    std::unordered_map<ProcessId, Moment> m_missed; ///< gone at the last comparison, and when it was
    std::unordered_set<Pid> m_replaced; ///< told as ended then, as another has the pid: a message may come
    std::vector<Event> m_events;
};

} // namespace forklore
