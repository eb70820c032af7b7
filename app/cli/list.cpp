// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/output/json.h"
#include "app/cli/output/notices.h"
#include "app/cli/output/rows.h"
#include "app/cli/output/text.h"
#include "app/cli/sampling.h"
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

Json document(Survey &survey)
{
    auto processes = Json::array();
    for (const auto &process : survey.snapshot.processes)
        processes.push_back(
            jsonProcess(process, jsonTerminal(process, *survey.inspector), survey.system, survey.users));
    return {{"schema", "forklore.list/1"},
            {"taken_at", isoTime(survey.snapshot.takenAt)},
            {"boot_id", jsonOf(survey.system.bootId)},
            {"host", jsonOf(survey.system.hostName)},
            {"notices", jsonNotices(survey.system.viewer.place)},
            {"processes", std::move(processes)}};
}

std::string table(Survey &survey, const Options &options)
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
    for (const auto &process : survey.snapshot.processes) {
        const ProcessRow row(process, survey);
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
    auto survey = takeSurvey(options, request, filter->needsTwoSamples() ? Rates::Wanted : Rates::None);
    if (!survey)
        return complain("the processes cannot be listed", survey.error());
    keepMatches(*survey, *filter);
    const auto status = print(options.json ? documentText(document(*survey)) : table(*survey, options));
    printNotices(options, survey->system.viewer.place);
    return status;
}

} // namespace forklore::cli
