// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sections/threads_model.h"

#include "ui/models/text/bytes.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

const QString unknownText = u"?"_s;

/// What a fact of its stat reads as, or that it is not known.
template <class Text>
QString statText(const ThreadRow &row, Text text)
{
    return row.thread.stat ? text(*row.thread.stat) : unknownText;
}

template <auto Number>
QString numberText(const ThreadRow &row)
{
    return statText(
        row, [](const Stat &stat) { return stat.*Number ? QString::number(*(stat.*Number)) : unknownText; });
}

template <auto Number>
QVariant numberKey(const ThreadRow &row)
{
    const bool known = row.thread.stat && (*row.thread.stat).*Number;
    return known ? QVariant(static_cast<int>(*((*row.thread.stat).*Number))) : QVariant();
}

QString statReason(const ThreadRow &row)
{
    return row.thread.stat ? QString() : displayText(row.thread.stat.error().message);
}

QString processorReason(const ThreadRow &row)
{
    const bool missing = row.thread.stat && !row.thread.stat->processor;
    return missing ? displayText(missingStatField("processor").message) : statReason(row);
}

QString niceReason(const ThreadRow &row)
{
    const bool missing = row.thread.stat && !row.thread.stat->nice;
    return missing ? displayText(missingStatField("nice").message) : statReason(row);
}

/// A thread that has ended before the others waits for nobody to reap it: it is no zombie process.
bool endedBeforeOthers(const ThreadRow &row)
{
    return row.thread.stat && row.thread.stat->leaderEnded();
}

QString stateText(const ThreadRow &row)
{
    if (endedBeforeOthers(row))
        return u"ended"_s;
    return statText(row, [](const Stat &stat) { return wordOf(text(stat.state)); });
}

QString stateMeaning(const ThreadRow &row)
{
    if (endedBeforeOthers(row))
        return u"It has ended, while other threads of the process go on"_s;
    if (!row.thread.stat)
        return statReason(row);
    switch (row.thread.stat->state) {
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
    return channel->empty() ? u"–"_s : displayText(*channel);
}

QString channelReason(const ThreadRow &row)
{
    const auto &channel = row.thread.waitChannel;
    if (!channel)
        return displayText(channel.error().message);
    if (!channel->empty())
        return displayText(*channel) + u": the function of the kernel that it sleeps in"_s;
    return row.thread.stat && row.thread.stat->state == State::Running
               ? u"It waits for nothing"_s
               : u"It waits for nothing, or in a function that the kernel has no name for"_s;
}

} // namespace

ThreadsModel *makeThreadsModel(QObject *parent)
{
    const auto right = Qt::AlignRight;
    std::vector<RowColumn<ThreadRow>> columns = {
        {.title = u"TID"_s,
         .tip = u"Thread id, gettid(2): a pid of its own for each thread"_s,
         .align = right,
         .width = 72,
         .text = [](const ThreadRow &row) { return QString::number(row.thread.tid); },
         .key = [](const ThreadRow &row) { return QVariant(row.thread.tid); }},
        {.title = u"Role"_s,
         .tip = u"The leader is the thread that the process began with; its tid is the pid"_s,
         .width = 56,
         .dim = true,
         .text = [](const ThreadRow &row) { return row.leader ? u"leader"_s : QString(); }},
        {.title = u"Name"_s,
         .tip = u"The thread's own name, pthread_setname_np(3); at first that of the thread it came from"_s,
         .width = 124,
         .text =
             [](const ThreadRow &row) {
                 return statText(row, [](const Stat &stat) { return nameLine(stat.comm); });
             },
         .reason = statReason},
        {.title = u"State"_s,
         .tip = u"What the scheduler says it does"_s,
         .width = 100,
         .text = stateText,
         .reason = stateMeaning},
        {.title = u"CPU %"_s,
         .tip = u"CPU time used since the reading before; 100 % is one core"_s,
         .align = right,
         .width = 60,
         .text = cpuText,
         .key = [](const ThreadRow &row) { return QVariant(row.thread.cpuShare.value_or(-1)); },
         .reason = shareReason},
        {.title = u"CPU time"_s,
         .tip = u"CPU time used since it began, in its own code and in the kernel"_s,
         .align = right,
         .width = 78,
         .text = [](const ThreadRow &row) { return row.cpuTime ? cpuTimeText(*row.cpuTime) : unknownText; },
         .key =
             [](const ThreadRow &row) {
                 return row.cpuTime ? QVariant(static_cast<qlonglong>(row.cpuTime->count())) : QVariant();
             },
         .reason = statReason},
        {.title = u"Last CPU"_s,
         .tip = u"The CPU it runs on, or ran on last"_s,
         .align = right,
         .width = 72,
         .text = numberText<&Stat::processor>,
         .key = numberKey<&Stat::processor>,
         .reason = processorReason},
        {.title = u"Nice"_s,
         .tip = u"From -20, favoured, to 19; each thread has its own"_s,
         .align = right,
         .width = 48,
         .text = numberText<&Stat::nice>,
         .key = numberKey<&Stat::nice>,
         .reason = niceReason},
        {.title = u"Waits in"_s,
         .tip = u"The function of the kernel that it sleeps in: its wait channel"_s,
         .width = 130,
         .dim = true,
         .text = channelText,
         .reason = channelReason},
    };
    // The leader stands first, whatever its tid.
    return new ThreadsModel(
        std::move(columns),
        [](const ThreadRow &row) -> std::int64_t { return row.leader ? 0 : row.thread.tid; }, parent);
}

std::vector<ThreadRow> threadRows(const Threads &threads, Pid pid, const SystemInfo &system)
{
    std::vector<ThreadRow> rows;
    rows.reserve(threads.all.size());
    for (const auto &thread : threads.all) {
        const auto ticks = thread.stat ? thread.stat->cpuTicks() : std::nullopt;
        const auto time = ticks ? std::optional(system.duration(*ticks)) : std::nullopt;
        rows.push_back({thread, time, thread.tid == pid});
    }
    return rows;
}

} // namespace forklore
