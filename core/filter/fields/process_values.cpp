// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/fields/process_values.h"

#include <algorithm>

#include "core/base/clocks.h"
#include "core/base/printable.h"
#include "core/filter/fields/status_values.h"
#include "core/process/names/arguments.h"
#include "core/process/names/display_name.h"

namespace forklore {
namespace {

std::string shown(std::string_view bytes)
{
    return printable(bytes, Backslash::Kept);
}

/// How a process ended: nothing while it lives.
template <class Told>
FieldValue ending(const Process &process, Told told)
{
    if (!process.stat)
        return NotKnown();
    if (!process.hasEnded && !process.isZombie())
        return NoValue();
    if (!process.exitStatus || !*process.exitStatus)
        return NotKnown();
    return told(**process.exitStatus);
}

} // namespace

FieldValue value::pid(const Process &process, const ProcessContext &, std::string_view)
{
    return NumberValue{static_cast<double>(process.id.pid)};
}

FieldValue value::name(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    const auto shownName = displayName(process);
    if (shownName == process.stat->comm)
        return commOf(process.stat->comm, process.isKernelThread());
    // The whole name is known, so nothing of it may have been cut off; comm is matched as well.
    return TextValue{
        {printableName(shownName, Backslash::Kept), printableName(process.stat->comm, Backslash::Kept)}};
}

FieldValue value::commandLine(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat || !process.commandLine)
        return NotKnown();
    if (process.commandLine->empty())
        return NoValue();
    return TextValue{{argumentLine(argumentsOf(*process.stat, *process.commandLine), Backslash::Kept)}};
}

FieldValue value::terminal(const Process &process, const ProcessContext &context, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    if (!process.stat->ttyDevice)
        return NotKnown();
    if (!process.stat->hasTerminal())
        return NoValue();
    const auto name = context.terminalName(*process.stat->ttyDevice);
    if (name.empty())
        return TextValue{{std::to_string(*process.stat->ttyDevice)}};
    return TextValue{{name, "/dev/" + name}};
}

FieldValue value::state(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    if (process.hasEnded)
        return TextValue{{"ended"}};
    if (process.stat->leaderEnded())
        return TextValue{{"leader-ended"}};
    TextValue words{{std::string(text(process.stat->state))}};
    if (process.stat->state == State::DiskSleep)
        words.texts.emplace_back("disk");
    if (process.frozen && !process.isZombie())
        words.texts.emplace_back("frozen");
    return words;
}

FieldValue value::cpu(const Process &process, const ProcessContext &, std::string_view)
{
    if (process.isZombie())
        return NoValue();
    if (!process.cpuShare)
        return NotKnown();
    return NumberValue{*process.cpuShare * 100};
}

FieldValue value::cpuTime(const Process &process, const ProcessContext &context, std::string_view)
{
    const auto ticks = process.stat ? process.stat->cpuTicks() : std::nullopt;
    if (!ticks)
        return NotKnown();
    return NumberValue{seconds(context.system.duration(*ticks))};
}

FieldValue value::age(const Process &process, const ProcessContext &context, std::string_view)
{
    const auto age = process.stat ? context.system.age(process.stat->start, context.sinceBoot) : std::nullopt;
    if (!age)
        return NotKnown();
    return NumberValue{std::max(0.0, seconds(*age))};
}

FieldValue value::resident(const Process &process, const ProcessContext &context, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    if (!process.hasProgram())
        return NoValue();
    if (!process.stat->residentPages)
        return NotKnown();
    return NumberValue{static_cast<double>(*process.stat->residentPages) *
                       static_cast<double>(context.system.pageBytes)};
}

FieldValue value::virtualSize(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    if (!process.hasProgram())
        return NoValue();
    return numberOf(process.stat->virtualBytes);
}

FieldValue value::descriptors(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.hasProgram())
        return NoValue();
    if (!process.descriptorCount || !*process.descriptorCount)
        return NotKnown();
    NumberValue count{static_cast<double>(**process.descriptorCount)};
    count.wholeKnown = process.descriptorLimit && *process.descriptorLimit;
    if (count.wholeKnown && **process.descriptorLimit)
        count.whole = static_cast<double>(***process.descriptorLimit);
    return count;
}

FieldValue value::switches(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.contextSwitches || !*process.contextSwitches)
        return NotKnown();
    return NumberValue{static_cast<double>(**process.contextSwitches)};
}

FieldValue value::environment(const Process &process, const ProcessContext &, std::string_view key)
{
    if (!process.hasProgram())
        return NoValue();
    if (!process.environment || !*process.environment)
        return NotKnown();
    const auto found = std::ranges::find_if(**process.environment, [&](const Variable &variable) {
        return variable.value && variable.name == key;
    });
    if (found == (*process.environment)->end())
        return NoValue();
    return TextValue{{shown(*found->value)}};
}

FieldValue value::effectiveGroup(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.credentials || !process.credentials->gid)
        return NotKnown();
    return numberOf(process.credentials->gid->effective);
}

FieldValue value::exitCode(const Process &process, const ProcessContext &, std::string_view)
{
    return ending(process, codeOf);
}

FieldValue value::endSignal(const Process &process, const ProcessContext &, std::string_view)
{
    return ending(process, signalOf);
}

FieldValue value::lifetime(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.hasEnded && !process.isZombie())
        return process.stat ? FieldValue(NoValue()) : NotKnown();
    return process.lifetime ? FieldValue(NumberValue{seconds(*process.lifetime)}) : NotKnown();
}

FieldValue value::kernel(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat || !process.stat->flags)
        return NotKnown();
    return TextValue{{process.isKernelThread() ? "yes" : "no"}};
}

FieldValue value::is(const Process &process, const ProcessContext &context, std::string_view)
{
    if (!process.stat || !process.credentials)
        return NotKnown();
    const auto &stat = *process.stat;
    if (!stat.flags || !stat.sid || !stat.pgid || !stat.ttyDevice || !stat.ttyForegroundGroup)
        return NotKnown();
    const auto &uid = process.credentials->uid;
    TextValue words;
    const auto add = [&](bool holds, const char *word) {
        if (holds)
            words.texts.emplace_back(word);
    };
    add(stat.isKernelThread(), "kernel");
    add(uid.effective == context.ownUid, "mine");
    add(stat.leadsSession(), "session-leader");
    add(!process.hasEnded && stat.isInForeground(), "foreground");
    add(uid.effective != uid.real, "other-rights");
    return words;
}

} // namespace forklore
