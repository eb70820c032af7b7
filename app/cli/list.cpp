// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/fact_columns.h"
#include "app/cli/output/csv.h"
#include "app/cli/output/fact_cells.h"
#include "app/cli/output/notices.h"
#include "app/cli/output/rows.h"
#include "app/cli/output/text.h"
#include "app/cli/sampling.h"
#include "app/cli/where.h"
#include "core/codec/process_document.h"

namespace forklore::cli {
namespace {

std::string isoTime(WallTime time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(milliseconds);
    const auto calendar = fmt::gmtime(std::chrono::system_clock::to_time_t(seconds));
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", calendar, (milliseconds - seconds).count());
}

/// The facts that were asked for, each by its id.
Json jsonFacts(const Process &process, const FactColumns &columns, const FactContext &context)
{
    Json json;
    json["pid"] = process.id.pid;
    json["start_ticks"] = jsonOf(process.stat, [](const Stat &stat) { return stat.start; });
    for (const auto &column : columns) {
        auto id = std::string(column.fact->id);
        std::ranges::replace(id, '-', '_');
        const auto name = column.key.empty() ? id : id + '.' + printable(column.key);
        json[name] = factJson(*column.fact, valueOf(column, process, context));
    }
    return json;
}

/// @param columns empty: all that a list tells
Json document(Survey &survey, const FactColumns &columns)
{
    const auto context = factContext(survey);
    auto processes = Json::array();
    for (const auto &process : survey.shown)
        processes.push_back(columns.empty() ? jsonProcess(*process, jsonTerminal(*process, *survey.inspector),
                                                          survey.system, survey.users)
                                            : jsonFacts(*process, columns, context));
    return {{"schema", "forklore.list/1"},
            {"taken_at", isoTime(survey.snapshot.takenAt)},
            {"boot_id", jsonOf(survey.system.bootId)},
            {"host", jsonOf(survey.system.hostName)},
            {"notices", jsonNotices(survey.system.viewer.place)},
            {"processes", std::move(processes)}};
}

std::string csv(const Survey &survey, const FactColumns &columns)
{
    const auto context = factContext(survey);
    std::vector<std::string> fields;
    for (const auto &column : columns)
        fields.push_back(printable(column.id()));
    auto text = csvRecord(fields);
    for (const auto &process : survey.shown) {
        fields.clear();
        for (const auto &column : columns)
            fields.push_back(factField(*column.fact, valueOf(column, *process, context)));
        text += csvRecord(fields);
    }
    return text;
}

std::string titleOf(const FactColumn &column)
{
    if (!column.key.empty())
        return printable(column.key);
    std::string title(column.fact->title);
    std::ranges::transform(title, title.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
    return title;
}

std::string table(const Survey &survey, const FactColumns &columns, const Options &options)
{
    using Align = Table::Align;
    const auto context = factContext(survey);
    Table table;
    for (const auto &column : columns) {
        const bool isText = column.fact->kind == FactKind::Text || column.fact->kind == FactKind::Word;
        table.addColumn(titleOf(column), isText ? Align::Left : Align::Right);
    }
    for (const auto &process : survey.shown) {
        std::vector<std::string> cells;
        for (const auto &column : columns)
            cells.push_back(cellText(*column.fact, valueOf(column, *process, context), *process));
        table.addRow(std::move(cells));
    }
    return table.text(terminalColumns(), wantsColor(options));
}

} // namespace

int list(const Options &options, const ListRequest &request)
{
    const auto filter = ProcessFilter::parse(request.where);
    if (!filter)
        return complainAbout(request.where, filter.error());
    const auto columns =
        request.columns.empty() ? Result<FactColumns>(FactColumns()) : factColumns(request.columns);
    if (!columns)
        return complainOfUsage(columns.error().message);
    const bool largestFirst = request.sort.starts_with('-');
    const auto sort = request.sort.empty() ? Result<FactColumn>(factColumn("pid"))
                                           : factColumn(request.sort.substr(largestFirst ? 1 : 0));
    if (!sort)
        return complainOfUsage(sort.error().message);

    auto sampled = SampleRequest::everything();
    sampled.ofAll |= filter->needs();
    addNeeds(sampled, *columns);
    addNeeds(sampled, {*sort});
    const bool twice = filter->needsTwoSamples() || needTwoSamples(*columns) || needTwoSamples({*sort});
    auto survey = makeSurvey(options, sampled, twice ? Rates::Wanted : Rates::None);
    if (!survey)
        return complain("the processes cannot be listed", survey.error());
    keepMatches(*survey, *filter);
    sortBy(*survey, *sort, largestFirst);
    if (request.most && *request.most < survey->shown.size())
        survey->shown.resize(*request.most);
    const auto shown = columns->empty() ? usualColumns() : *columns;
    const auto status = print(options.json  ? documentText(document(*survey, *columns))
                              : options.csv ? csv(*survey, shown)
                                            : table(*survey, shown, options));
    printNotices(options, survey->system.viewer.place);
    return status;
}

} // namespace forklore::cli
