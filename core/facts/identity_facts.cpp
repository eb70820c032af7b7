// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process is called, and where it stands among the others.
#include "core/base/printable.h"
#include "core/facts/status_values.h"
#include "core/facts/tables.h"
#include "core/facts/values.h"
#include "core/process/names/arguments.h"
#include "core/process/names/display_name.h"

namespace forklore {
namespace {

FactValue nameValue(const Process &process, const FactContext &)
{
    return value::of(process.stat, [&](const Stat &stat) -> FactValue {
        const auto shownName = displayName(process);
        if (shownName == stat.comm)
            return value::commOf(stat.comm, process.isKernelThread());
        // The whole name is known, so nothing of it may have been cut off; comm is matched as well.
        TextValue name{
            {printableName(shownName, Backslash::Kept), printableName(stat.comm, Backslash::Kept)}};
        name.bytes = shownName;
        return name;
    });
}

FactValue commandLineValue(const Process &process, const FactContext &)
{
    return value::of(process.stat, [&](const Stat &stat) {
        return value::of(process.commandLine, [&](const std::string &bytes) -> FactValue {
            if (bytes.empty())
                return NoValue();
            return TextValue{{argumentLine(argumentsOf(stat, bytes), Backslash::Kept)}};
        });
    });
}

FactValue terminalValue(const Process &process, const FactContext &context)
{
    return value::of(process.stat, [&](const Stat &stat) -> FactValue {
        if (!stat.ttyDevice)
            return NotKnown{missingStatField("tty_nr")};
        if (!stat.hasTerminal())
            return NoValue();
        const auto name = context.terminalName(*stat.ttyDevice);
        if (name.empty())
            return TextValue{{std::to_string(*stat.ttyDevice)}};
        return TextValue{{name, "/dev/" + name}};
    });
}

FactValue foregroundValue(const Process &process, const FactContext &)
{
    return value::of(process.stat, [&](const Stat &stat) -> FactValue {
        if (!stat.ttyDevice)
            return NotKnown{missingStatField("tty_nr")};
        if (!stat.hasTerminal())
            return NoValue();
        if (stat.ttyForegroundGroup && *stat.ttyForegroundGroup <= 0)
            return NoValue();
        return value::numberOf(stat, &Stat::ttyForegroundGroup, "tpgid");
    });
}

} // namespace

std::vector<Fact> identityFacts()
{
    return {
        {.id = "name",
         .title = "Name",
         .meaning = "The process's name",
         .kind = FactKind::Text,
         .aliases = {"comm", "process"},
         .examples = {"sshd", "bash"},
         .isProposed = true,
         .value = nameValue},
        {.id = "cmd",
         .title = "Command line",
         .meaning = "The command line, or the title written over it",
         .kind = FactKind::Text,
         .aliases = {"command", "cmdline", "args"},
         .examples = {"/worker-\\d+/", "--verbose"},
         .needs = &FactNeeds::commandLine,
         .value = commandLineValue},
        {.id = "pid",
         .title = "PID",
         .meaning = "Process id",
         .examples = {"1", "4123"},
         .value = [](const Process &process,
                     const FactContext &) { return value::numberOf(process.id.pid); }},
        {.id = "ppid",
         .title = "PPID",
         .meaning = "Process id of the parent",
         .aliases = {"parent"},
         .examples = {"1", "2"},
         .value =
             [](const Process &process, const FactContext &) {
                 return value::of(process.stat, [](const Stat &stat) { return value::numberOf(stat.ppid); });
             }},
        {.id = "pgid",
         .title = "Group",
         .meaning = "Process group id",
         .aliases = {"group"},
         .examples = {"4123"},
         .value = [](const Process &process,
                     const FactContext &) { return value::numberOf(process, &Stat::pgid, "pgrp"); }},
        {.id = "sid",
         .title = "Session",
         .meaning = "Session id",
         .aliases = {"session"},
         .examples = {"4123"},
         .value = [](const Process &process,
                     const FactContext &) { return value::numberOf(process, &Stat::sid, "session"); }},
        {.id = "tty",
         .title = "Terminal",
         .meaning = "Controlling terminal; none where it has none",
         .kind = FactKind::Text,
         .aliases = {"terminal"},
         .examples = {"pts/3", "none"},
         .isProposed = true,
         .value = terminalValue},
        {.id = "foreground",
         .title = "Foreground",
         .meaning = "The terminal's foreground process group; none without a terminal",
         .aliases = {"tpgid"},
         .examples = {"4123", "none"},
         .value = foregroundValue},
    };
}

} // namespace forklore
