// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/report.h"

#include <algorithm>
#include <optional>

#include "core/base/printable.h"
#include "core/base/text_cursor.h"

namespace forklore {
namespace {

std::string_view firstWord(std::string_view &line)
{
    const auto end = std::min(line.find(' '), line.size());
    const auto word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return word;
}

std::optional<Report> reportOf(std::string_view kind, std::string_view rest)
{
    if (kind == "refused")
        return rest.empty() ? std::nullopt : std::optional<Report>(Refused{std::string(rest)});
    if (kind == "broken")
        return rest.empty() ? std::nullopt : std::optional<Report>(Broken{std::string(rest)});
    if (kind == "group") // nobody is made to remove anything else
        return rest.find("/forklore-lab-") == rest.npos ? std::nullopt
                                                        : std::optional<Report>(Confined{std::string(rest)});
    const auto pid = TextCursor::toNumber<Pid>(firstWord(rest));
    if (!pid || *pid <= 0)
        return std::nullopt;
    const auto word = firstWord(rest);
    if (kind == "role" && !word.empty() && rest.empty())
        return RoleTaken{*pid, std::string(word)};
    if (kind == "ended" && rest.empty()) {
        const auto status = TextCursor::toNumber<int>(word);
        return status ? std::optional<Report>(Ended{*pid, *status}) : std::nullopt;
    }
    if (word.empty())
        return std::nullopt;
    if (kind == "at") {
        const auto line = TextCursor::toNumber<int>(rest);
        return line ? std::optional<Report>(MomentReached{*pid, std::string(word), *line}) : std::nullopt;
    }
    const auto value = TextCursor::toNumber<long>(rest);
    return kind == "told" && value ? std::optional<Report>(ValueReported{*pid, std::string(word), *value})
                                   : std::nullopt;
}

} // namespace

Result<Report> parseReport(std::string_view line)
{
    auto rest = line;
    const auto kind = firstWord(rest);
    if (auto report = reportOf(kind, rest))
        return std::move(*report);
    return failure(ErrorKind::Malformed, "forklore-lab said \"" + printable(line) + "\"");
}

} // namespace forklore
