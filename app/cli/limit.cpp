// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/output/json_text.h"
#include "app/cli/sampling.h"
#include "core/codec/resource_documents.h"

namespace forklore::cli {
namespace {

std::string resourceNames()
{
    std::string names;
    for (const auto &about : resources())
        names += fmt::format("{}{}", names.empty() ? "" : ", ", about.name);
    return names;
}

/// One side of "SOFT:HARD"; empty: it stays. False: it is no value.
bool parseSide(std::string_view text, Resource resource, std::optional<LimitValue> &side)
{
    if (text.empty())
        return true;
    side = parseLimitValue(text, resource);
    return side.has_value();
}

std::optional<LimitChange> parseChange(std::string_view text, Resource resource)
{
    const auto colon = text.find(':');
    const auto hard = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    LimitChange change;
    const bool good =
        parseSide(text.substr(0, colon), resource, change.soft) && parseSide(hard, resource, change.hard);
    return good && (change.soft || change.hard) ? std::optional(change) : std::nullopt;
}

} // namespace

int limit(const Options &options, Pid pid, const std::string &resourceName,
          const std::optional<std::string> &value)
{
    const auto resource = resourceNamed(resourceName);
    if (!resource)
        return complainOfUsage(
            fmt::format("there is no resource {}; there are {}", resourceName, resourceNames()));
    const auto change = value ? parseChange(*value, *resource) : std::nullopt;
    if (value && !change)
        return complainOfUsage(
            fmt::format("'{}' is no limit: 512, 64M:1G, unlimited, 512: and :1024 are", *value));
    auto survey = openSurvey(options);
    if (!survey)
        return complain("limit", survey.error());
    if (change && !survey->host->capabilities().operations)
        return complainOfUsage("a limit is set for a process of this machine, not of another --proc-root");
    const auto id = survey->inspector->idOf(pid);
    if (!id)
        return complain("limit", id.error());
    if (change) {
        const auto set = survey->host->control()->perform({*id, SetLimit{*resource, *change}});
        if (!set)
            return complain("limit", set.error());
    }
    survey = makeSurvey(options, {.ofAll = {.credentials = true}}); // for the usage of NPROC
    if (!survey)
        return complain("limit", survey.error());
    const auto limits = survey->inspector->limits(*id, survey->snapshot);
    if (!limits)
        return complain("limit", limits.error());

    const auto found = std::ranges::find(*limits, *resource, &LimitUsage::resource);
    const auto json = jsonLimit(*found);
    if (!options.json)
        return print(sectionsText({{"limit", Json::array({json})}}, wantsColor(options)));
    Json document = {{"schema", "forklore.limit/1"}, {"pid", id->pid}, {"start_ticks", id->start}};
    document.update(json);
    return print(documentText(document));
}

} // namespace forklore::cli
