// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/output/json_text.h"
#include "app/cli/output/notices.h"
#include "app/cli/sections.h"

namespace forklore::cli {
namespace {

bool isNamed(const Section &section, const std::string &name)
{
    return section.name == name || (!section.formerName.empty() && section.formerName == name);
}

/// As it was asked for; without names all are. Nothing: it was not.
std::optional<std::string> nameAmong(const std::vector<std::string> &wanted, const Section &section)
{
    if (wanted.empty())
        return section.name;
    const auto named =
        std::ranges::find_if(wanted, [&](const std::string &name) { return isNamed(section, name); });
    return named == wanted.end() ? std::nullopt : std::optional(*named);
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
        for (const auto &section : sections()) {
            result.push_back(section.name);
            if (!section.formerName.empty())
                result.push_back(section.formerName);
        }
        return result;
    }();
    return names;
}

int show(const Options &options, Pid pid, const std::vector<std::string> &names)
{
    constexpr std::chrono::milliseconds inAll(2'500);
    const auto end = Reading::Clock::now() + inAll;
    auto survey = openSurvey(options);
    if (!survey)
        return complain("show", survey.error());
    const auto id = survey->inspector->idOf(pid);
    if (!id)
        return complain("show", id.error());
    // After the identity: a process that was just born is in the sample, one that ended since is said to be
    // gone.
    const bool needsSample = std::ranges::any_of(
        sections(), [&](const Section &section) { return section.needsSample && nameAmong(names, section); });
    if (needsSample)
        survey = makeSurvey(options, {.ofAll = {.commandLine = true, .credentials = true}});
    if (!survey)
        return complain("show", survey.error());

    const Reading reading(std::move(*survey), *id, end);
    Json read = Json::object();
    for (const auto &section : sections()) {
        if (const auto name = nameAmong(names, section))
            read[*name] = reading.of(section);
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
