// SPDX-License-Identifier: GPL-3.0-or-later
#include <clocale>
#include <string_view>

#include <langinfo.h>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/output/notices.h"
#include "app/cli/output/rows.h"
#include "app/cli/output/text.h"
#include "app/cli/sampling.h"
#include "core/codec/process_document.h"
#include "core/process/names/display_name.h"
#include "core/process/names/name_text.h"
#include "core/snapshot/forest.h"

namespace forklore::cli {
namespace {

struct Lines {
    std::string_view branch;
    std::string_view lastBranch;
    std::string_view through;
};

Lines linesOfLocale()
{
    std::setlocale(LC_CTYPE, "");
    const bool unicode = std::string_view(nl_langinfo(CODESET)) == "UTF-8";
    return unicode ? Lines{"├─ ", "└─ ", "│  "} : Lines{"|- ", "`- ", "|  "};
}

/// All of the forest, or one process with its ancestors above and its subtree below.
std::vector<Forest::Place> places(const Forest &forest, std::optional<std::size_t> subject)
{
    if (!subject)
        return forest.walk();
    std::vector<std::size_t> above;
    for (auto position = forest.parentOf(*subject); position != Forest::none;
         position = forest.parentOf(position))
        above.push_back(position);
    std::vector<Forest::Place> result;
    for (auto ancestor = above.rbegin(); ancestor != above.rend(); ++ancestor)
        result.push_back({*ancestor, result.size()});
    for (const auto &place : forest.walkFrom(*subject, above.size()))
        result.push_back(place);
    return result;
}

Json document(Survey &survey, const std::vector<Forest::Place> &all)
{
    auto processes = Json::array();
    for (const auto &place : all) {
        const auto &process = survey.snapshot.processes[place.position];
        auto json =
            jsonProcess(process, jsonTerminal(process, *survey.inspector), survey.system, survey.users);
        json["depth"] = place.depth;
        processes.push_back(std::move(json));
    }
    return {{"schema", "forklore.tree/1"},
            {"notices", jsonNotices(survey.system.viewer.place)},
            {"processes", std::move(processes)}};
}

/// Whether a later place is a sibling: no place between that is nearer to the root.
std::vector<bool> lastOfSiblings(const std::vector<Forest::Place> &all)
{
    std::vector<bool> last(all.size());
    std::vector<bool> follows; // by depth: a place of this depth comes later under the same parent
    for (std::size_t i = all.size(); i-- > 0;) {
        const auto depth = all[i].depth;
        follows.resize(depth + 1, false); // forgets what lies deeper: it belongs to a later branch
        last[i] = !follows[depth];
        follows[depth] = true;
    }
    return last;
}

std::string text(Survey &survey, const std::vector<Forest::Place> &all, const Options &options,
                 std::optional<Pid> subject)
{
    const auto lines = linesOfLocale();
    const auto last = lastOfSiblings(all);
    const auto width = terminalColumns();
    const bool color = wantsColor(options);
    std::string result;
    std::vector<std::string_view> above; // what stands before each depth's branch
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto &place = all[i];
        const auto &process = survey.snapshot.processes[place.position];
        above.resize(place.depth);
        std::string line;
        for (std::size_t depth = 1; depth < place.depth; ++depth)
            line += above[depth];
        if (place.depth > 0)
            line += last[i] ? lines.lastBranch : lines.branch;
        above.push_back(last[i] ? "   " : lines.through);

        line += fmt::format("{} {}", process.id.pid, nameText(displayName(process)));
        if (process.isZombie() || (process.stat && process.stat->state == State::Stopped))
            line += fmt::format(" ({})", stateText(process));
        if (process.executableDeleted.value_or(false))
            line += " (program deleted)";
        line = cut(line, width);
        const bool marked = color && subject == process.id.pid;
        result += marked ? "\x1b[1m" + line + "\x1b[0m\n" : line + '\n';
    }
    return result;
}

} // namespace

int tree(const Options &options, std::optional<Pid> pid)
{
    auto survey = makeSurvey(options, SampleRequest::everything());
    if (!survey)
        return complain("the processes cannot be listed", survey.error());
    std::optional<std::size_t> subject;
    if (pid) {
        subject = survey->snapshot.positionOf(*pid);
        if (!subject)
            return complain("tree", survey->inspector->noProcessWith(*pid));
    }
    const auto all = places(Forest(survey->snapshot), subject);
    const auto status =
        print(options.json ? documentText(document(*survey, all)) : text(*survey, all, options, pid));
    printNotices(options, survey->system.viewer.place);
    return status;
}

} // namespace forklore::cli
