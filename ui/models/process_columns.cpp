// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/process_columns.h"

#include <algorithm>

#include <QStringList>

#include "core/process/names/arguments.h"
#include "core/process/names/display_name.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/quantities.h"
#include "ui/models/text/state_text.h"

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

// A column whose text, key and reason come from one number of stat, which may be missing alone.

template <auto Number>
auto numberOf(const Process &process, const RowContext &context)
{
    return process.stat ? std::optional(Number(*process.stat, context))
                        : std::nullopt; // never one in another
}

/// @param Write how the number is written
template <auto Number, QString (*Write)(std::uint64_t)>
QString numberText(const Process &process, const RowContext &context)
{
    const auto number = numberOf<Number>(process, context);
    return number ? Write(static_cast<std::uint64_t>(*number)) : unknown;
}

template <auto Number>
SortKey statKey(const Process &process, const RowContext &context)
{
    const auto number = numberOf<Number>(process, context);
    return number ? numberKey(static_cast<double>(*number)) : SortKey();
}

template <auto Number>
QString statReason(const Process &process, const RowContext &context)
{
    return process.stat && !numberOf<Number>(process, context)
               ? u"Not told: its field of /proc/PID/stat is missing or odd"_s
               : QString();
}

QString plain(std::uint64_t number)
{
    return QString::number(number);
}

template <auto Number>
QString idText(const Process &process, const RowContext &context)
{
    const auto number = numberOf<Number>(process, context);
    return number ? QString::number(static_cast<qint64>(*number)) : unknown;
}

constexpr auto ppid = [](const Stat &stat, const RowContext &) { return stat.ppid; };
constexpr auto pgid = [](const Stat &stat, const RowContext &) { return stat.pgid; };
constexpr auto sid = [](const Stat &stat, const RowContext &) { return stat.sid; };
constexpr auto nice = [](const Stat &stat, const RowContext &) { return stat.nice; };
constexpr auto threads = [](const Stat &stat, const RowContext &) { return stat.threads; };
constexpr auto ticks = [](const Stat &stat, const RowContext &) { return stat.cpuTicks(); };
constexpr auto start = [](const Stat &stat, const RowContext &context) {
    return context.sample.system.startOf(stat.start).count();
};
constexpr auto youth = [](const Stat &stat, const RowContext &context) {
    return -static_cast<double>(context.sample.system.startOf(stat.start).count());
};
constexpr auto tty = [](const Stat &stat, const RowContext &) { return stat.ttyDevice; };
constexpr auto resident = [](const Stat &stat, const RowContext &context) {
    const auto &pages = stat.residentPages;
    return pages ? std::optional(*pages * context.sample.system.pageBytes) : pages;
};
constexpr auto virtualSize = [](const Stat &stat, const RowContext &) { return stat.virtualBytes; };

/// What it held went with it.
bool holdsNothing(const Process &process)
{
    return process.hasEnded || !process.hasProgram();
}

template <auto Number>
QString memoryText(const Process &process, const RowContext &context)
{
    return !holdsNothing(process) ? numberText<Number, bytesText>(process, context) : QString();
}

template <auto Number>
SortKey memoryKey(const Process &process, const RowContext &context)
{
    return !holdsNothing(process) ? statKey<Number>(process, context) : SortKey();
}

/// Why a fact of a process with a program is blank for one without.
QString withoutProgram(const Process &process, const QString &what)
{
    if (process.hasEnded)
        return u"It has ended"_s;
    if (process.isKernelThread())
        return u"A kernel thread has no %1: it runs inside the kernel"_s.arg(what);
    return u"A zombie has no %1 any more: it has ended, and waits to be reaped by its parent"_s.arg(what);
}

template <auto Number>
QString memoryReason(const Process &process, const RowContext &context)
{
    return holdsNothing(process) ? withoutProgram(process, u"memory of its own"_s)
                                 : statReason<Number>(process, context);
}

QString threadsText(const Process &process, const RowContext &context)
{
    return process.hasEnded ? QString() : numberText<threads, plain>(process, context);
}

SortKey threadsKey(const Process &process, const RowContext &context)
{
    return process.hasEnded ? SortKey() : statKey<threads>(process, context);
}

QString nameText(const Process &process, const RowContext &)
{
    return nameLine(displayName(process));
}

SortKey nameKey(const Process &process, const RowContext &)
{
    return process.stat ? SortKey{true, 0, displayName(process), nullptr} : SortKey();
}

/// What the name alone does not say; nothing: it is the comm, and there is no more to say.
QString nameReason(const Process &process, const RowContext &)
{
    QStringList lines;
    if (process.stat && displayName(process) != process.stat->comm)
        lines += u"%1: its name for the kernel (comm) is %2"_s.arg(nameLine(displayName(process)),
                                                                   nameLine(process.stat->comm));
    if (process.executableDeleted.value_or(false))
        lines += u"The program it runs was deleted or replaced since it was started"_s;
    return lines.join(u'\n');
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

QString userReason(const Process &process, const RowContext &)
{
    return process.credentials ? QString() : lineOf(process.credentials.error().message);
}

QString stateCell(const Process &process, const RowContext &)
{
    return stateText(process);
}

SortKey stateKey(const Process &process, const RowContext &)
{
    if (!process.stat)
        return {};
    if (process.frozen)
        return {true, 0, "frozen", nullptr};
    return {true, 0, process.stat->leaderEnded() ? "leader ended" : text(process.stat->state), nullptr};
}

QString statusCell(const Process &process, const RowContext &)
{
    return endText(process);
}

/// Those that failed come first when the largest do.
SortKey statusKey(const Process &process, const RowContext &)
{
    if (!process.exitStatus || !*process.exitStatus)
        return {};
    constexpr int signalled = 1000;
    const auto &status = **process.exitStatus;
    return numberKey(status.kind == ExitStatus::Kind::Exited ? status.value : signalled + status.value);
}

QString statusReason(const Process &process, const RowContext &)
{
    if (!process.hasEnded && !process.isZombie())
        return u"It has not ended"_s;
    if (!process.exitStatus)
        return u"How it ended is not known: nobody told"_s;
    return *process.exitStatus
               ? QString()
               : u"How it ended is not known: "_s + lineOf(process.exitStatus->error().message);
}

QString stateReason(const Process &process, const RowContext &)
{
    if (process.frozen && !process.hasEnded) {
        const auto &group = process.frozen->group;
        return group.empty() ? u"Its control group is frozen: it does not run until that is thawed"_s
                             : u"The control group %1 is frozen: it does not run until that is thawed"_s.arg(
                                   lineOf(group));
    }
    const bool hidden = process.exitStatus && !*process.exitStatus;
    return hidden ? u"How it ended is not known: "_s + lineOf(process.exitStatus->error().message)
                  : QString();
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
    return share && !process.isZombie() ? numberKey(*share) : SortKey();
}

QString cpuReason(const Process &process, const RowContext &context)
{
    if (process.hasEnded)
        return u"It has ended"_s;
    if (process.isZombie())
        return withoutProgram(process, u"CPU time to use"_s);
    if (auto reason = statReason<ticks>(process, context); !reason.isEmpty())
        return reason;
    if (!process.cpuShare)
        return u"Known from the second sample on: a share is what was used between two"_s;
    return context.cpuScale == CpuScale::OneCore ? u"100 % is one core"_s : u"100 % is the whole machine"_s;
}

QString cpuTimeCell(const Process &process, const RowContext &context)
{
    const auto used = numberOf<ticks>(process, context);
    return used ? cpuTimeText(context.sample.system.duration(*used)) : unknown;
}

QString descriptorText(const Process &process, const RowContext &)
{
    if (holdsNothing(process) || !process.descriptorCount)
        return {};
    return *process.descriptorCount ? countText(**process.descriptorCount) : unknown;
}

SortKey descriptorKey(const Process &process, const RowContext &)
{
    const bool known = !holdsNothing(process) && process.descriptorCount && *process.descriptorCount;
    return known ? numberKey(static_cast<double>(**process.descriptorCount)) : SortKey();
}

QString descriptorReason(const Process &process, const RowContext &)
{
    if (holdsNothing(process))
        return withoutProgram(process, u"open files"_s);
    if (!process.descriptorCount)
        return u"Not read yet: it comes with the next sample"_s;
    return *process.descriptorCount ? QString() : lineOf(process.descriptorCount->error().message);
}

SortKey terminalKey(const Process &process, const RowContext &)
{
    const bool known = process.stat && process.stat->hasTerminal();
    return known ? numberKey(*process.stat->ttyDevice) : SortKey();
}

QString terminalText(const Process &process, const RowContext &context)
{
    if (!process.stat || !process.stat->ttyDevice)
        return unknown;
    const auto known = context.sample.terminals.find(*process.stat->ttyDevice);
    return known != context.sample.terminals.end() ? known->second : QString();
}

QString foregroundText(const Process &process, const RowContext &)
{
    if (!process.stat || !process.stat->ttyDevice)
        return unknown;
    if (!process.stat->hasTerminal())
        return {};
    const auto &group = process.stat->ttyForegroundGroup;
    if (!group)
        return unknown;
    return *group > 0 ? QString::number(*group) : QString();
}

QString foregroundReason(const Process &process, const RowContext &context)
{
    if (!process.stat || !process.stat->ttyDevice)
        return statReason<tty>(process, context);
    const bool missing = process.stat->hasTerminal() && !process.stat->ttyForegroundGroup;
    return missing ? lineOf(missingStatField("tpgid").message) : QString();
}

SortKey foregroundKey(const Process &process, const RowContext &)
{
    const bool known =
        process.stat && process.stat->hasTerminal() && process.stat->ttyForegroundGroup.value_or(0) > 0;
    return known ? numberKey(*process.stat->ttyForegroundGroup) : SortKey();
}

QString startedCell(const Process &process, const RowContext &context)
{
    const auto &boot = context.sample.system.bootTime;
    if (!process.stat || !boot)
        return unknown;
    return startedText(*boot + context.sample.system.startOf(process.stat->start),
                       context.sample.snapshot->takenAt);
}

QString ageCell(const Process &process, const RowContext &context)
{
    if (!process.stat)
        return unknown;
    const auto &sample = context.sample;
    const auto age = process.hasEnded ? process.lifetime
                                      : sample.system.age(process.stat->start, sample.snapshot->sinceBoot);
    return age ? durationText(*age) : unknown;
}

QString commandText(const Process &process, const RowContext &)
{
    constexpr std::size_t most = 2000; // more than any screen shows; some have a megabyte
    if (!process.stat || !process.commandLine)
        return unknown;
    const std::string_view bytes = *process.commandLine;
    if (bytes.size() <= most)
        return argumentsLine(argumentsOf(*process.stat, bytes));
    return argumentsLine(splitArguments(bytes.substr(0, most))) + u" …"_s;
}

QString commandReason(const Process &process, const RowContext &)
{
    if (!process.commandLine)
        return lineOf(process.commandLine.error().message);
    return process.hasProgram() ? QString() : withoutProgram(process, u"arguments"_s);
}

SortKey commandKey(const Process &process, const RowContext &)
{
    const bool known = process.commandLine && !process.commandLine->empty();
    return known ? SortKey{true, 0, *process.commandLine, nullptr} : SortKey();
}

/// A line has no text of its own; the tool tip tells what it shows.
QString graphText(const Process &, const RowContext &)
{
    return {};
}

std::vector<ProcessColumn> makeColumns()
{
    constexpr auto command = &FactNeeds::commandLine;
    constexpr auto credentials = &FactNeeds::credentials;
    constexpr auto descriptors = &FactNeeds::descriptorCount;
    constexpr bool FactNeeds::*nothing = nullptr;
    constexpr auto real = &FourIds<Uid>::real;
    constexpr auto effective = &FourIds<Uid>::effective;
    constexpr QString (*never)(const Process &, const RowContext &) = nullptr;
    // id, title, tip, alignment, width, shown, dim, largest first, needs, text, key, reason, graph, sums
    return {
        {"process", u"Process"_s, u"The process's name, below its parent"_s, Align::Left, 210, true, false,
         false, nothing, nameText, nameKey, nameReason},
        {"pid", u"PID"_s, u"Process id"_s, Align::Right, 62, true, false, false, nothing, pidText, pidKey,
         never},
        {"ppid", u"PPID"_s, u"Process id of the parent"_s, Align::Right, 62, false, false, false, nothing,
         idText<ppid>, statKey<ppid>, never},
        {"user", u"User"_s, u"Effective user: whose rights it has"_s, Align::Left, 78, true, false, false,
         credentials, userText<effective>, userKey<effective>, userReason},
        {"real-user", u"Real user"_s, u"Real user: who started it"_s, Align::Left, 78, false, false, false,
         credentials, userText<real>, userKey<real>, userReason},
        {"state", u"State"_s, u"What the scheduler says it does"_s, Align::Left, 118, true, false, false,
         nothing, stateCell, stateKey, stateReason},
        {"status", u"Status"_s, u"How it ended, and after how long; blank while it lives"_s, Align::Left, 190,
         false, false, true, nothing, statusCell, statusKey, statusReason},
        {"cpu-graph", u"CPU"_s, u"CPU over the last minute; full height is one core, or the most it used"_s,
         Align::Left, 68, true, false, true, nothing, graphText, cpuKey, cpuReason, Metric::Cpu},
        {"cpu",
         u"CPU %"_s,
         u"CPU time over the last interval; View says what 100 % is"_s,
         Align::Right,
         58,
         true,
         false,
         true,
         nothing,
         cpuText,
         cpuKey,
         cpuReason,
         {},
         true},
        {"cpu-time", u"CPU time"_s, u"CPU time since its start, user and system"_s, Align::Right, 74, false,
         false, true, nothing, cpuTimeCell, statKey<ticks>, statReason<ticks>},
        {"memory-graph", u"RAM"_s,
         u"Memory in RAM over the last minute; full height is a little more than its most"_s, Align::Left, 76,
         false, false, true, nothing, graphText, memoryKey<resident>, memoryReason<resident>,
         Metric::Resident},
        {"memory",
         u"Memory"_s,
         u"Resident set: memory in RAM, shared pages included, huge pages (HugetlbPages) not"_s,
         Align::Right,
         78,
         true,
         false,
         true,
         nothing,
         memoryText<resident>,
         memoryKey<resident>,
         memoryReason<resident>,
         {},
         true},
        {"virtual", u"Virtual"_s, u"Size of the address space"_s, Align::Right, 78, false, false, true,
         nothing, memoryText<virtualSize>, memoryKey<virtualSize>, memoryReason<virtualSize>},
        {"threads",
         u"Threads"_s,
         u"Number of threads"_s,
         Align::Right,
         70,
         false,
         false,
         true,
         nothing,
         threadsText,
         threadsKey,
         statReason<threads>,
         {},
         true},
        {"descriptors", u"FDs"_s, u"Number of open file descriptors"_s, Align::Right, 48, true, false, true,
         descriptors, descriptorText, descriptorKey, descriptorReason},
        {"nice", u"Nice"_s, u"From -20, favoured, to 19"_s, Align::Right, 44, false, false, false, nothing,
         idText<nice>, statKey<nice>, statReason<nice>},
        {"pgid", u"Group"_s, u"Process group id"_s, Align::Right, 62, false, false, false, nothing,
         idText<pgid>, statKey<pgid>, statReason<pgid>},
        {"sid", u"Session"_s, u"Session id"_s, Align::Right, 62, false, false, false, nothing, idText<sid>,
         statKey<sid>, statReason<sid>},
        {"tty", u"Terminal"_s, u"Controlling terminal; blank without one"_s, Align::Left, 70, false, false,
         false, nothing, terminalText, terminalKey, statReason<tty>},
        {"foreground", u"Foreground"_s,
         u"The terminal's foreground process group; blank without a terminal"_s, Align::Right, 78, false,
         false, false, nothing, foregroundText, foregroundKey, foregroundReason},
        {"started", u"Started"_s, u"When it started"_s, Align::Right, 62, true, false, false, nothing,
         startedCell, statKey<start>, never},
        {"age", u"Age"_s, u"How long ago it started"_s, Align::Right, 90, false, false, false, nothing,
         ageCell, statKey<youth>, never},
        {"command", u"Command line"_s, u"Its arguments, or the title it wrote over them"_s, Align::Left, 150,
         true, true, false, command, commandText, commandKey, commandReason},
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

} // namespace forklore
