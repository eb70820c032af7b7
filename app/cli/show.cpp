// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/output/json_text.h"
#include "app/cli/output/notices.h"
#include "app/cli/sampling.h"
#include "core/codec/sections.h"

namespace forklore::cli {
namespace {

/// As it was asked for; without names all are that are listed. Nothing: it was not.
std::optional<std::string> nameAmong(const std::vector<std::string> &wanted, const SectionTraits &section)
{
    if (wanted.empty())
        return section.listed == SectionTraits::Listed::Always ? std::optional(std::string(section.name))
                                                               : std::nullopt;
    const auto named =
        std::ranges::find_if(wanted, [&](const std::string &name) { return sectionNamed(name) == &section; });
    return named == wanted.end() ? std::nullopt : std::optional(*named);
}

/// A script that asks is answered: what takes longer than that in all is an error in its place.
class Reading {
public:
    using Clock = std::chrono::steady_clock;

    Reading(const Survey &survey, const ProcessId &id, Clock::time_point end)
        : m_place(std::make_shared<const Place>(
              Place{{survey.inspector, survey.users, survey.host->groupNames()}, survey.snapshot})),
          m_id(id),
          m_end(end)
    {
    }

    [[nodiscard]] Json of(const SectionTraits &section) const
    {
        const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(m_end - Clock::now());
        const auto wait = std::max(rest, std::chrono::milliseconds(0));
        return jsonOf(TimedCalls::ofProgram().make<Json>(
            fmt::format("show {}", section.name), fmt::format("{} of process {}", section.name, m_id.pid),
            [place = m_place, id = m_id, &section] {
                const auto value = section.read(place->reader, id, place->processes);
                return Result<Json>(section.document(value, place->reader));
            },
            {wait, wait}));
    }

private:
    /// What a read needs, and keeps when it is given up.
    struct Place {
        SectionReader reader;
        Snapshot processes;
    };

    std::shared_ptr<const Place> m_place;
    ProcessId m_id;
    Clock::time_point m_end;
};

} // namespace

const std::vector<std::string> &sectionNames()
{
    static const auto names = [] {
        std::vector<std::string> result;
        for (const auto &section : sections()) {
            if (section.listed == SectionTraits::Listed::Never)
                continue;
            result.emplace_back(section.name);
            if (!section.formerName.empty())
                result.emplace_back(section.formerName);
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
    const bool needsSample = std::ranges::any_of(sections(), [&](const SectionTraits &section) {
        return section.needsSample && nameAmong(names, section);
    });
    if (needsSample)
        survey = makeSurvey(options, {.ofAll = {.commandLine = true, .credentials = true}});
    if (!survey)
        return complain("show", survey.error());

    const Reading reading(*survey, *id, end);
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
