// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/json_text.h"
#include "app/cli/notices.h"
#include "app/cli/sections.h"

namespace forklore::cli {
namespace {

/// Sections that can be read without a sample of all processes.
bool needsSample(const std::vector<std::string> &names)
{
    static const std::vector<std::string> fromAll = {"ancestors", "children", "limits", "remarks"};
    return std::ranges::any_of(
        names, [](const auto &name) { return std::ranges::find(fromAll, name) != fromAll.end(); });
}

} // namespace

const std::vector<std::string> &sectionNames()
{
    static const auto names = [] {
        std::vector<std::string> result;
        for (const auto &section : sections())
            result.push_back(section.name);
        return result;
    }();
    return names;
}

int show(const Options &options, Pid pid, const std::vector<std::string> &named)
{
    const auto &wanted = named.empty() ? sectionNames() : named;
    auto survey = openSurvey(options);
    if (!survey)
        return complain("show", survey.error());
    const auto id = survey->inspector.idOf(pid);
    if (!id)
        return complain("show", id.error());
    // After the identity: a process that was just born is in the sample, one that ended since is said to be
    // gone.
    if (needsSample(wanted))
        survey = takeSurvey(options, {.ofAll = {.commandLine = true, .credentials = true}});
    if (!survey)
        return complain("show", survey.error());

    Json read = Json::object();
    for (const auto &section : sections()) {
        if (std::ranges::find(wanted, section.name) != wanted.end())
            read[section.name] = section.read(*survey, *id);
    }
    if (options.json) {
        return print(documentText({{"schema", "forklore.show/1"},
                                   {"pid", id->pid},
                                   {"start_ticks", id->start},
                                   {"notices", jsonNotices(survey->system.place)},
                                   {"sections", std::move(read)}}));
    }
    const auto status = print(sectionsText(read, wantsColor(options)));
    printNotices(options, survey->system.place);
    return status;
}

} // namespace forklore::cli
