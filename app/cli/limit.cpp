// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/json_text.h"
#include "app/cli/sampling.h"

namespace forklore::cli {
namespace {

std::string resourceNames()
{
    std::string names;
    for (const auto &about : resources())
        names += fmt::format("{}{}", names.empty() ? "" : ", ", about.name);
    return names;
}

} // namespace

int limit(const Options &options, Pid pid, const std::string &resourceName)
{
    const auto resource = resourceNamed(resourceName);
    if (!resource) {
        complain("wrong usage", {ErrorKind::Malformed, fmt::format("there is no resource {}; there are {}",
                                                                   resourceName, resourceNames())});
        return wrongUsage;
    }
    const auto survey = takeSurvey(options, {.ofAll = {.credentials = true}});
    if (!survey)
        return complain("limit", survey.error());
    const auto id = survey->inspector.idOf(pid);
    if (!id)
        return complain("limit", id.error());
    const auto limits = survey->inspector.limits(*id, survey->snapshot);
    if (!limits)
        return complain("limit", limits.error());

    const auto found =
        std::ranges::find(*limits, *resource, [](const LimitUsage &limit) { return limit.limit.resource; });
    const auto json = jsonLimit(*found);
    if (!options.json)
        return print(sectionsText({{"limit", Json::array({json})}}, wantsColor(options)));
    Json document = {{"schema", "forklore.limit/1"}, {"pid", id->pid}, {"start_ticks", id->start}};
    document.update(json);
    return print(documentText(document));
}

} // namespace forklore::cli
