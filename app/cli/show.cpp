// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/output/json_text.h"
#include "app/cli/output/notices.h"
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

/// A script that asks is answered: what takes longer than that in all is an error in its place.
class Reading {
public:
    using Clock = std::chrono::steady_clock;

    Reading(Survey survey, const ProcessId &id, Clock::time_point end)
        : m_survey(std::make_shared<const Survey>(std::move(survey))), m_id(id), m_end(end)
    {
    }

    [[nodiscard]] Json of(const Section &section) const
    {
        const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(m_end - Clock::now());
        const auto wait = std::max(rest, std::chrono::milliseconds(0));
        return jsonOf(TimedCalls::ofProgram().make<Json>(
            fmt::format("show {}", section.name), fmt::format("{} of process {}", section.name, m_id.pid),
            [survey = m_survey, id = m_id, read = section.read] { return Result<Json>(read(*survey, id)); },
            {wait, wait}));
    }

private:
    std::shared_ptr<const Survey> m_survey;
    ProcessId m_id;
    Clock::time_point m_end;
};

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
    constexpr std::chrono::milliseconds inAll(2'500);
    const auto end = Reading::Clock::now() + inAll;
    const auto &wanted = named.empty() ? sectionNames() : named;
    auto survey = openSurvey(options);
    if (!survey)
        return complain("show", survey.error());
    const auto id = survey->inspector->idOf(pid);
    if (!id)
        return complain("show", id.error());
    // After the identity: a process that was just born is in the sample, one that ended since is said to be
    // gone.
    if (needsSample(wanted))
        survey = takeSurvey(options, {.ofAll = {.commandLine = true, .credentials = true}});
    if (!survey)
        return complain("show", survey.error());

    const Reading reading(std::move(*survey), *id, end);
    Json read = Json::object();
    for (const auto &section : sections()) {
        if (std::ranges::find(wanted, section.name) != wanted.end())
            read[section.name] = reading.of(section);
    }
    if (options.json) {
        return print(documentText({{"schema", "forklore.show/1"},
                                   {"pid", id->pid},
                                   {"start_ticks", id->start},
                                   {"notices", jsonNotices(survey->system.viewer.place)},
                                   {"sections", std::move(read)}}));
    }
    const auto status = print(sectionsText(read, wantsColor(options)));
    printNotices(options, survey->system.viewer.place);
    return status;
}

} // namespace forklore::cli
