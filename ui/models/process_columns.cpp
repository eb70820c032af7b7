// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/process_columns.h"

#include <algorithm>

#include "core/process/arguments.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

using Align = ProcessColumn::Align;

/// Shown where a fact could not be read; the reason is in the tool tip.
const QString unknown = u"?"_s;

SortKey numberKey(double number)
{
    return {true, number, {}, nullptr};
}

/// A column whose text and key come from one number of stat. T: how the number is written.
template <auto Number, QString (*Write)(std::uint64_t)>
QString numberText(const Process &process, const RowContext &context)
{
    return process.stat ? Write(static_cast<std::uint64_t>(Number(*process.stat, context))) : unknown;
}

template <auto Number>
SortKey statKey(const Process &process, const RowContext &context)
{
    return process.stat ? numberKey(static_cast<double>(Number(*process.stat, context))) : SortKey();
}

QString plain(std::uint64_t number)
{
    return QString::number(number);
}

template <auto Number>
QString idText(const Process &process, const RowContext &context)
{
    if (!process.stat)
        return unknown;
    const auto number = static_cast<qint64>(Number(*process.stat, context));
    return QString::number(number);
}

constexpr auto ppid = [](const Stat &stat, const RowContext &) { return stat.ppid; };
constexpr auto pgid = [](const Stat &stat, const RowContext &) { return stat.pgid; };
constexpr auto sid = [](const Stat &stat, const RowContext &) { return stat.sid; };
constexpr auto nice = [](const Stat &stat, const RowContext &) { return stat.nice; };
constexpr auto threads = [](const Stat &stat, const RowContext &) { return stat.threads; };
constexpr auto ticks = [](const Stat &stat, const RowContext &) { return stat.cpuTicks(); };
constexpr auto start = [](const Stat &stat, const RowContext &) { return stat.start; };
constexpr auto youth = [](const Stat &stat, const RowContext &) { return -static_cast<double>(stat.start); };
constexpr auto tty = [](const Stat &stat, const RowContext &) { return stat.ttyDevice; };
constexpr auto resident = [](const Stat &stat, const RowContext &context) {
    return stat.residentPages * context.sample.system.pageBytes;
};
constexpr auto virtualSize = [](const Stat &stat, const RowContext &) { return stat.virtualBytes; };

/// Kernel threads and zombies have no memory of their own: a zero there says nothing.
template <auto Number>
QString memoryText(const Process &process, const RowContext &context)
{
    if (process.isKernelThread() || process.isZombie())
        return {};
    return numberText<Number, bytesText>(process, context);
}

QString nameText(const Process &process, const RowContext &)
{
    return process.stat ? lineOf(process.stat->comm) : u"?"_s;
}

SortKey nameKey(const Process &process, const RowContext &)
{
    return process.stat ? SortKey{true, 0, process.stat->comm, nullptr} : SortKey();
}

QString pidText(const Process &process, const RowContext &)
{
    return QString::number(process.id.pid);
}

SortKey pidKey(const Process &process, const RowContext &)
{
    return numberKey(process.id.pid);
}

template <Uid FourIds<Uid>::*id>
const QString *userOf(const Process &process, const RowContext &context)
{
    if (!process.credentials)
        return nullptr;
    const auto known = context.sample.users.find(process.credentials->uid.*id);
    return known != context.sample.users.end() ? &known->second : nullptr;
}

template <Uid FourIds<Uid>::*id>
QString userText(const Process &process, const RowContext &context)
{
    const auto *user = userOf<id>(process, context);
    return user ? *user : unknown;
}

template <Uid FourIds<Uid>::*id>
SortKey userKey(const Process &process, const RowContext &context)
{
    const auto *user = userOf<id>(process, context);
    return {user != nullptr, 0, {}, user};
}

QString stateCell(const Process &process, const RowContext &)
{
    return stateText(process);
}

SortKey stateKey(const Process &process, const RowContext &)
{
    return process.stat ? SortKey{true, 0, text(process.stat->state), nullptr} : SortKey();
}

std::optional<double> cpuShare(const Process &process, const RowContext &context)
{
    if (!process.cpuShare)
        return std::nullopt;
    const bool ofMachine = context.cpuScale == CpuScale::Machine;
    return ofMachine ? *process.cpuShare / context.sample.system.processors : *process.cpuShare;
}

QString cpuText(const Process &process, const RowContext &context)
{
    const auto share = cpuShare(process, context);
    return share && !process.isZombie() ? percentText(*share) : QString();
}

SortKey cpuKey(const Process &process, const RowContext &context)
{
    const auto share = cpuShare(process, context);
    return share ? numberKey(*share) : SortKey();
}

QString cpuTimeCell(const Process &process, const RowContext &context)
{
    return process.stat ? cpuTimeText(context.sample.system.duration(process.stat->cpuTicks())) : unknown;
}

QString descriptorText(const Process &process, const RowContext &)
{
    if (process.isKernelThread() || process.isZombie() || !process.descriptorCount)
        return {};
    return *process.descriptorCount ? countText(**process.descriptorCount) : unknown;
}

SortKey descriptorKey(const Process &process, const RowContext &)
{
    const bool known = process.descriptorCount && *process.descriptorCount;
    return known ? numberKey(static_cast<double>(**process.descriptorCount)) : SortKey();
}

QString terminalText(const Process &process, const RowContext &context)
{
    if (!process.stat)
        return unknown;
    const auto known = context.sample.terminals.find(process.stat->ttyDevice);
    return known != context.sample.terminals.end() ? known->second : QString();
}

QString foregroundText(const Process &process, const RowContext &)
{
    const bool known = process.stat && process.stat->ttyDevice != 0 && process.stat->ttyForegroundGroup;
    return known ? QString::number(*process.stat->ttyForegroundGroup) : QString();
}

SortKey foregroundKey(const Process &process, const RowContext &)
{
    const bool known = process.stat && process.stat->ttyForegroundGroup;
    return known ? numberKey(*process.stat->ttyForegroundGroup) : SortKey();
}

QString startedCell(const Process &process, const RowContext &context)
{
    const auto &boot = context.sample.system.bootTime;
    if (!process.stat || !boot)
        return unknown;
    return startedText(*boot + context.sample.system.duration(process.stat->start),
                       context.sample.snapshot->takenAt);
}

QString ageCell(const Process &process, const RowContext &context)
{
    if (!process.stat)
        return unknown;
    return durationText(context.sample.snapshot->sinceBoot -
                        context.sample.system.duration(process.stat->start));
}

QString commandText(const Process &process, const RowContext &)
{
    if (!process.stat || !process.commandLine)
        return unknown;
    return argumentsLine(argumentsOf(*process.stat, *process.commandLine));
}

SortKey commandKey(const Process &process, const RowContext &)
{
    const bool known = process.commandLine && !process.commandLine->empty();
    return known ? SortKey{true, 0, *process.commandLine, nullptr} : SortKey();
}

std::vector<ProcessColumn> makeColumns()
{
    constexpr auto command = &Facts::commandLine;
    constexpr auto credentials = &Facts::credentials;
    constexpr auto descriptors = &Facts::descriptorCount;
    constexpr bool Facts::*nothing = nullptr;
    constexpr auto real = &FourIds<Uid>::real;
    constexpr auto effective = &FourIds<Uid>::effective;
    return {
        {"process", u"Process"_s, u"The process's name (comm), below its parent"_s, Align::Left, 240, true,
         false, nothing, nameText, nameKey},
        {"pid", u"PID"_s, u"Process id"_s, Align::Right, 62, true, false, nothing, pidText, pidKey},
        {"ppid", u"PPID"_s, u"Process id of the parent"_s, Align::Right, 62, false, false, nothing,
         idText<ppid>, statKey<ppid>},
        {"user", u"User"_s, u"Effective user: whose rights it has"_s, Align::Left, 78, true, false,
         credentials, userText<effective>, userKey<effective>},
        {"real-user", u"Real user"_s, u"Real user: who started it"_s, Align::Left, 78, false, false,
         credentials, userText<real>, userKey<real>},
        {"state", u"State"_s, u"What the scheduler says it does"_s, Align::Left, 118, true, false, nothing,
         stateCell, stateKey},
        {"cpu", u"CPU %"_s, u"CPU time over the last interval"_s, Align::Right, 58, true, false, nothing,
         cpuText, cpuKey},
        {"cpu-time", u"CPU time"_s, u"CPU time since its start, user and system"_s, Align::Right, 74, true,
         false, nothing, cpuTimeCell, statKey<ticks>},
        {"memory", u"Memory"_s, u"Resident set: memory in RAM, shared pages included"_s, Align::Right, 78,
         true, false, nothing, memoryText<resident>, statKey<resident>},
        {"virtual", u"Virtual"_s, u"Size of the address space"_s, Align::Right, 78, false, false, nothing,
         memoryText<virtualSize>, statKey<virtualSize>},
        {"threads", u"Threads"_s, u"Number of threads"_s, Align::Right, 70, true, false, nothing,
         numberText<threads, plain>, statKey<threads>},
        {"descriptors", u"FDs"_s, u"Number of open file descriptors"_s, Align::Right, 48, true, false,
         descriptors, descriptorText, descriptorKey},
        {"nice", u"Nice"_s, u"From -20, favoured, to 19"_s, Align::Right, 44, false, false, nothing,
         idText<nice>, statKey<nice>},
        {"pgid", u"Group"_s, u"Process group id"_s, Align::Right, 62, false, false, nothing, idText<pgid>,
         statKey<pgid>},
        {"sid", u"Session"_s, u"Session id"_s, Align::Right, 62, false, false, nothing, idText<sid>,
         statKey<sid>},
        {"tty", u"Terminal"_s, u"Controlling terminal"_s, Align::Left, 70, false, false, nothing,
         terminalText, statKey<tty>},
        {"foreground", u"Foreground"_s, u"The terminal's foreground process group"_s, Align::Right, 78, false,
         false, nothing, foregroundText, foregroundKey},
        {"started", u"Started"_s, u"When it started"_s, Align::Right, 62, true, false, nothing, startedCell,
         statKey<start>},
        {"age", u"Age"_s, u"How long ago it started"_s, Align::Right, 90, false, false, nothing, ageCell,
         statKey<youth>},
        {"command", u"Command line"_s, u"Its arguments, or the title it wrote over them"_s, Align::Left, 320,
         true, true, command, commandText, commandKey},
    };
}

} // namespace

const std::vector<ProcessColumn> &processColumns()
{
    static const auto columns = makeColumns();
    return columns;
}

int processColumn(std::string_view id)
{
    const auto &columns = processColumns();
    const auto found = std::ranges::find(
        columns, id, [](const ProcessColumn &column) { return std::string_view(column.id); });
    Q_ASSERT(found != columns.end());
    return static_cast<int>(found - columns.begin());
}

QString stateText(const Process &process)
{
    if (!process.stat)
        return u"?"_s;
    if (process.stat->leaderEnded())
        return u"leader ended"_s;
    const auto word = text(process.stat->state);
    auto state = QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size()));
    if (process.exitStatus && *process.exitStatus)
        state += u" · "_s + QString::fromStdString(text(**process.exitStatus));
    return state;
}

} // namespace forklore
