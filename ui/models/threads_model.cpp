// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/threads_model.h"

#include "ui/models/text/bytes.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

/// A thread that has ended before the others waits for nobody to reap it: it is no zombie process.
bool endedBeforeOthers(const ThreadRow &row)
{
    return row.thread.stat.leaderEnded();
}

QString stateText(const ThreadRow &row)
{
    return endedBeforeOthers(row) ? u"ended"_s : wordOf(text(row.thread.stat.state));
}

QString stateMeaning(const ThreadRow &row)
{
    if (endedBeforeOthers(row))
        return u"It has ended, while other threads of the process go on"_s;
    switch (row.thread.stat.state) {
    case State::Running:
        return u"It runs, or is ready to and waits for its turn on a CPU"_s;
    case State::Sleeping:
        return u"It waits for something; a signal can wake it"_s;
    case State::DiskSleep:
        return u"It waits, as a rule for a disk, and no signal wakes it"_s;
    case State::Stopped:
        return u"A signal has stopped it, until SIGCONT"_s;
    case State::Traced:
        return u"A debugger or tracer has stopped it"_s;
    case State::Zombie:
        return u"It has ended, and its parent has not asked how"_s;
    case State::Idle:
        return u"A kernel thread without work"_s;
    case State::Parked:
        return u"A kernel thread that is set aside, as its CPU is offline for instance"_s;
    case State::Dead:
        break;
    }
    return {};
}

QString cpuText(const ThreadRow &row)
{
    return row.thread.cpuShare ? percentText(*row.thread.cpuShare) : QString();
}

QString shareReason(const ThreadRow &row)
{
    return row.thread.cpuShare ? u"100 % is one core"_s
                               : u"Known from the second reading on: a share is what was used between two"_s;
}

QString channelText(const ThreadRow &row)
{
    const auto &channel = row.thread.waitChannel;
    if (!channel)
        return u"?"_s;
    return channel->empty() ? u"–"_s : lineOf(*channel);
}

QString channelReason(const ThreadRow &row)
{
    const auto &channel = row.thread.waitChannel;
    if (!channel)
        return lineOf(channel.error().message);
    if (!channel->empty())
        return lineOf(*channel) + u": the function of the kernel that it sleeps in"_s;
    return row.thread.stat.state == State::Running
               ? u"It waits for nothing"_s
               : u"It waits for nothing, or in a function that the kernel has no name for"_s;
}

} // namespace

ThreadsModel *makeThreadsModel(QObject *parent)
{
    const auto right = Qt::AlignRight;
    const auto left = Qt::AlignLeft;
    std::vector<RowColumn<ThreadRow>> columns = {
        {u"TID"_s, u"Thread id, gettid(2): a pid of its own for each thread"_s, right, 72, false,
         [](const ThreadRow &row) { return QString::number(row.thread.stat.pid); },
         [](const ThreadRow &row) { return QVariant(row.thread.stat.pid); }, nullptr},
        {u"Role"_s, u"The leader is the thread that the process began with; its tid is the pid"_s, left, 56,
         true, [](const ThreadRow &row) { return row.leader ? u"leader"_s : QString(); }, nullptr, nullptr},
        {u"Name"_s,
         u"The thread's own name, pthread_setname_np(3); at first that of the thread it came from"_s, left,
         124, false, [](const ThreadRow &row) { return nameLine(row.thread.stat.comm); }, nullptr, nullptr},
        {u"State"_s, u"What the scheduler says it does"_s, left, 100, false, stateText, nullptr,
         stateMeaning},
        {u"CPU %"_s, u"CPU time used since the reading before; 100 % is one core"_s, right, 60, false,
         cpuText, [](const ThreadRow &row) { return QVariant(row.thread.cpuShare.value_or(-1)); },
         shareReason},
        {u"CPU time"_s, u"CPU time used since it began, in its own code and in the kernel"_s, right, 78,
         false, [](const ThreadRow &row) { return cpuTimeText(row.cpuTime); },
         [](const ThreadRow &row) { return QVariant(static_cast<qlonglong>(row.cpuTime.count())); }, nullptr},
        {u"Last CPU"_s, u"The CPU it runs on, or ran on last"_s, right, 72, false,
         [](const ThreadRow &row) { return QString::number(row.thread.stat.processor); },
         [](const ThreadRow &row) { return QVariant(row.thread.stat.processor); }, nullptr},
        {u"Nice"_s, u"From -20, favoured, to 19; each thread has its own"_s, right, 48, false,
         [](const ThreadRow &row) { return QString::number(row.thread.stat.nice); },
         [](const ThreadRow &row) { return QVariant(row.thread.stat.nice); }, nullptr},
        {u"Waits in"_s, u"The function of the kernel that it sleeps in: its wait channel"_s, left, 130, true,
         channelText, nullptr, channelReason},
    };
    // The leader stands first, whatever its tid.
    return new ThreadsModel(
        std::move(columns),
        [](const ThreadRow &row) -> std::int64_t { return row.leader ? 0 : row.thread.stat.pid; }, parent);
}

std::vector<ThreadRow> threadRows(const Threads &threads, Pid pid, const SystemInfo &system)
{
    std::vector<ThreadRow> rows;
    rows.reserve(threads.all.size());
    for (const auto &thread : threads.all)
        rows.push_back({thread, system.duration(thread.stat.cpuTicks()), thread.stat.pid == pid});
    return rows;
}

} // namespace forklore
