// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/process_cells.h"

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

const QString *userNamed(const Process &process, const RowContext &context, Uid FourIds<Uid>::*id)
{
    if (!process.credentials)
        return nullptr;
    const auto known = context.sample.users.find(process.credentials->uid.*id);
    return known != context.sample.users.end() ? &known->second : nullptr;
}

QString nameOrUnknown(const QString *user)
{
    return user ? *user : cell::unknown;
}

SortKey userKeyOf(const QString *user)
{
    return {user != nullptr, 0, {}, user, {}};
}

std::optional<double> cpuShare(const Process &process, const RowContext &context)
{
    if (!process.cpuShare)
        return std::nullopt;
    const bool ofMachine = context.cpuScale == CpuScale::Machine;
    return ofMachine ? *process.cpuShare / context.sample.system.processors : *process.cpuShare;
}

} // namespace

QString cell::withoutProgram(const Process &process, const QString &what)
{
    if (process.hasEnded)
        return u"It has ended"_s;
    if (process.isKernelThread())
        return u"A kernel thread has no %1: it runs inside the kernel"_s.arg(what);
    return u"A zombie has no %1 any more: it has ended, and waits to be reaped by its parent"_s.arg(what);
}

QString cell::nameText(const Process &process, const RowContext &)
{
    return nameLine(displayName(process));
}

SortKey cell::nameKey(const Process &process, const RowContext &)
{
    return process.stat ? SortKey{.known = true, .bytes = displayName(process)} : SortKey();
}

/// What the name alone does not say; nothing: it is the comm, and there is no more to say.
QString cell::nameReason(const Process &process, const RowContext &)
{
    QStringList lines;
    if (process.stat && displayName(process) != process.stat->comm)
        lines += u"%1: its name for the kernel (comm) is %2"_s.arg(nameLine(displayName(process)),
                                                                   nameLine(process.stat->comm));
    if (process.executableDeleted.value_or(false))
        lines += u"The program it runs was deleted or replaced since it was started"_s;
    return lines.join(u'\n');
}

QString cell::userReason(const Process &process, const RowContext &)
{
    return process.credentials ? QString() : displayText(process.credentials.error().message);
}

QString cell::stateCell(const Process &process, const RowContext &)
{
    return stateText(process);
}

SortKey cell::stateKey(const Process &process, const RowContext &)
{
    if (!process.stat)
        return {};
    if (process.frozen)
        return {.known = true, .bytes = "frozen"};
    return {.known = true, .bytes = process.stat->leaderEnded() ? "leader ended" : text(process.stat->state)};
}

QString cell::statusCell(const Process &process, const RowContext &)
{
    return endText(process);
}

/// Those that failed come first when the largest do.
SortKey cell::statusKey(const Process &process, const RowContext &)
{
    if (!process.exitStatus || !*process.exitStatus)
        return {};
    constexpr int signalled = 1000;
    const auto &status = **process.exitStatus;
    return numberKey(status.kind == ExitStatus::Kind::Exited ? status.value : signalled + status.value);
}

QString cell::statusReason(const Process &process, const RowContext &)
{
    if (!process.hasEnded && !process.isZombie())
        return u"It has not ended"_s;
    if (!process.exitStatus)
        return u"How it ended is not known"_s;
    return *process.exitStatus
               ? QString()
               : u"How it ended is not known: "_s + displayText(process.exitStatus->error().message);
}

QString cell::stateReason(const Process &process, const RowContext &)
{
    if (process.frozen && !process.hasEnded) {
        const auto &group = process.frozen->group;
        return group.empty() ? u"Its control group is frozen: it does not run until that is thawed"_s
                             : u"The control group %1 is frozen: it does not run until that is thawed"_s.arg(
                                   displayText(group));
    }
    const bool hidden = process.exitStatus && !*process.exitStatus;
    return hidden ? u"How it ended is not known: "_s + displayText(process.exitStatus->error().message)
                  : QString();
}

QString cell::cpuText(const Process &process, const RowContext &context)
{
    const auto share = cpuShare(process, context);
    return share && !process.isZombie() ? percentText(*share) : QString();
}

SortKey cell::cpuKey(const Process &process, const RowContext &context)
{
    const auto share = cpuShare(process, context);
    return share && !process.isZombie() ? numberKey(*share) : SortKey();
}

QString cell::cpuReason(const Process &process, const RowContext &context)
{
    if (process.hasEnded)
        return u"It has ended"_s;
    if (process.isZombie())
        return withoutProgram(process, u"CPU time to use"_s);
    if (process.stat && !process.stat->cpuTicks())
        return displayText(missingStatField("utime").message);
    if (!process.cpuShare)
        return u"Known from the second sample on: a share is what was used between two"_s;
    return context.cpuScale == CpuScale::OneCore ? u"100 % is one core"_s : u"100 % is the whole machine"_s;
}

SortKey cell::terminalKey(const Process &process, const RowContext &)
{
    const bool known = process.stat && process.stat->hasTerminal();
    return known ? numberKey(*process.stat->ttyDevice) : SortKey();
}

QString cell::terminalText(const Process &process, const RowContext &context)
{
    if (!process.stat || !process.stat->ttyDevice)
        return unknown;
    const auto known = context.sample.terminals.find(*process.stat->ttyDevice);
    return known != context.sample.terminals.end() ? known->second : QString();
}

QString cell::startedCell(const Process &process, const RowContext &context)
{
    const auto &boot = context.sample.system.bootTime;
    if (!process.stat || !boot)
        return unknown;
    return startedText(*boot + context.sample.system.startOf(process.stat->start),
                       context.sample.snapshot->takenAt);
}

QString cell::ageCell(const Process &process, const RowContext &context)
{
    if (!process.stat)
        return unknown;
    const auto &sample = context.sample;
    const auto age = process.hasEnded ? process.lifetime
                                      : sample.system.age(process.stat->start, sample.snapshot->sinceBoot);
    return age ? durationText(*age) : unknown;
}

/// The youngest has the least age.
SortKey cell::ageKey(const Process &process, const RowContext &context)
{
    return process.stat ? numberKey(-seconds(context.sample.system.startOf(process.stat->start))) : SortKey();
}

SortKey cell::startedKey(const Process &process, const RowContext &context)
{
    return process.stat ? numberKey(seconds(context.sample.system.startOf(process.stat->start))) : SortKey();
}

QString cell::commandText(const Process &process, const RowContext &)
{
    constexpr std::size_t most = 2000; // more than any screen shows; some have a megabyte
    if (!process.stat || !process.commandLine)
        return unknown;
    const std::string_view bytes = *process.commandLine;
    if (bytes.size() <= most)
        return argumentsLine(argumentsOf(*process.stat, bytes));
    return argumentsLine(splitArguments(bytes.substr(0, most))) + u" …"_s;
}

QString cell::commandReason(const Process &process, const RowContext &)
{
    if (!process.commandLine)
        return displayText(process.commandLine.error().message);
    return process.hasProgram() ? QString() : withoutProgram(process, u"arguments"_s);
}

SortKey cell::commandKey(const Process &process, const RowContext &)
{
    const bool known = process.commandLine && !process.commandLine->empty();
    return known ? SortKey{.known = true, .bytes = *process.commandLine} : SortKey();
}

/// A line has no text of its own; the tool tip tells what it shows.
QString cell::graphText(const Process &, const RowContext &)
{
    return {};
}

QString cell::userText(const Process &process, const RowContext &context)
{
    return nameOrUnknown(userNamed(process, context, &FourIds<Uid>::effective));
}

SortKey cell::userKey(const Process &process, const RowContext &context)
{
    return userKeyOf(userNamed(process, context, &FourIds<Uid>::effective));
}

QString cell::realUserText(const Process &process, const RowContext &context)
{
    return nameOrUnknown(userNamed(process, context, &FourIds<Uid>::real));
}

SortKey cell::realUserKey(const Process &process, const RowContext &context)
{
    return userKeyOf(userNamed(process, context, &FourIds<Uid>::real));
}

} // namespace forklore
