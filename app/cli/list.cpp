// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/json.h"
#include "app/cli/rows.h"
#include "app/cli/sampling.h"
#include "app/cli/text.h"
#include "app/cli/where.h"

namespace forklore::cli {
namespace {

std::string isoTime(WallTime time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(milliseconds);
    const auto calendar = fmt::gmtime(std::chrono::system_clock::to_time_t(seconds));
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", calendar, (milliseconds - seconds).count());
}

Json document(Machine &machine)
{
    auto processes = Json::array();
    for (const auto &process : machine.snapshot.processes)
        processes.push_back(
            jsonProcess(process, jsonTerminal(process, machine.inspector), machine.system, machine.users));
    return {{"schema", "forklore.list/1"},
            {"taken_at", isoTime(machine.snapshot.takenAt)},
            {"boot_id", jsonOf(machine.system.bootId)},
            {"host", jsonOf(machine.system.hostName)},
            {"processes", std::move(processes)}};
}

std::string table(Machine &machine, const Options &options)
{
    using Align = Table::Align;
    Table table;
    table.addColumn("PID", Align::Right);
    table.addColumn("PPID", Align::Right);
    table.addColumn("USER", Align::Left);
    table.addColumn("STATE", Align::Left);
    table.addColumn("CPU TIME", Align::Right);
    table.addColumn("MEMORY", Align::Right);
    table.addColumn("THREADS", Align::Right);
    table.addColumn("FDS", Align::Right);
    table.addColumn("COMMAND", Align::Left);
    for (const auto &process : machine.snapshot.processes) {
        const ProcessRow row(process, machine);
        table.addRow({row.pid(), row.ppid(), row.user(), row.state(), row.cpuTime(), row.memory(),
                      row.threads(), row.descriptors(), row.command()});
    }
    return table.text(terminalColumns(), wantsColor(options));
}

} // namespace

int list(const Options &options, const std::string &where)
{
    const auto filter = ProcessFilter::parse(where);
    if (!filter)
        return complainAbout(where, filter.error());
    auto request = SampleRequest::everything();
    request.ofAll |= filter->needs();
    auto machine = sampleMachine(options, request, filter->needsTwoSamples() ? Rates::Wanted : Rates::None);
    if (!machine)
        return complain("the processes cannot be listed", machine.error());
    keepMatches(*machine, *filter);
    return print(options.json ? documentText(document(*machine)) : table(*machine, options));
}

} // namespace forklore::cli
