// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_smaps.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

struct FigureLine {
    std::string_view key;
    std::optional<std::uint64_t> PageFigures::*figure; ///< that the line adds to
};

constexpr std::array<FigureLine, 9> figureLines = {{
    {"Rss", &PageFigures::resident},
    {"Pss", &PageFigures::proportional},
    {"Shared_Clean", &PageFigures::shared},
    {"Shared_Dirty", &PageFigures::shared},
    {"Private_Clean", &PageFigures::unique},
    {"Private_Dirty", &PageFigures::unique},
    {"Swap", &PageFigures::swap},
    {"Shared_Hugetlb", &PageFigures::hugePages},
    {"Private_Hugetlb", &PageFigures::hugePages},
}};
using Seen = std::bitset<figureLines.size()>;

Failure smapsFailure(std::string_view why)
{
    return failure(ErrorKind::Malformed, "smaps: " + std::string(why));
}

/// "Rss:    8 kB". A line of another key is passed over; one that is odd, or stands twice, spoils its figure.
void addFigure(std::string_view text, PageFigures &pages, Seen &seen)
{
    TextCursor line(text);
    const auto known = std::ranges::find(figureLines, line.until(':'), &FigureLine::key);
    if (known == figureLines.end())
        return;
    const auto place = static_cast<std::size_t>(known - figureLines.begin());
    const auto kilobytes = line.number<std::uint64_t>();
    auto &figure = pages.*known->figure;
    if (kilobytes && *kilobytes <= UINT64_MAX / 1024 && !seen.test(place) && figure)
        *figure += *kilobytes * 1024;
    else
        figure.reset();
    seen.set(place);
}

/// A figure of which a line is missing is not known.
void dropMissing(PageFigures &pages, const Seen &seen)
{
    for (std::size_t place = 0; place < figureLines.size(); ++place) {
        if (!seen.test(place))
            (pages.*figureLines.at(place).figure).reset();
    }
}

/// "55d49fcb7000-55d49fcb9000 r--p 00000000 fe:00 248056     /usr/bin/sleep"
std::optional<Mapping> readHeading(std::string_view text)
{
    TextCursor line(text);
    TextCursor range(line.word());
    const auto start = TextCursor::toNumber<std::uint64_t>(range.until('-'), 16);
    const auto end = TextCursor::toNumber<std::uint64_t>(range.rest(), 16);
    const auto permissions = line.word();
    const auto offset = line.number<std::uint64_t>(16);
    const auto device = line.word();
    const auto inode = line.number<std::uint64_t>();
    if (!start || !end || *end <= *start || permissions.size() != 4 || !offset || device.empty() || !inode)
        return std::nullopt;
    const auto rest = line.rest();
    const auto name = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
    return Mapping{*start, *end, std::string(permissions), *offset, std::string(name), {}};
}

/// A heading begins with addresses, any other line with a key and a colon.
bool isHeading(std::string_view line)
{
    return line.find(' ') < line.find(':');
}

} // namespace

Result<Mappings> parsePidSmaps(std::string_view text)
{
    Mappings mappings;
    Seen seen;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        const auto line = cursor.until('\n');
        if (!isHeading(line)) {
            if (mappings.empty())
                return smapsFailure("a line before the first mapping");
            addFigure(line, mappings.back().pages, seen);
            continue;
        }
        if (!mappings.empty())
            dropMissing(mappings.back().pages, seen);
        auto mapping = readHeading(line);
        if (!mapping)
            return smapsFailure("no addresses, permissions and offset of a mapping");
        mappings.push_back(std::move(*mapping));
        seen.reset();
    }
    if (!mappings.empty())
        dropMissing(mappings.back().pages, seen);
    return mappings;
}

Result<PageFigures> parsePidSmapsRollup(std::string_view text)
{
    return parsePidSmaps(text).and_then([](const Mappings &mappings) -> Result<PageFigures> {
        if (mappings.size() != 1)
            return smapsFailure("smaps_rollup is not one sum");
        return mappings.front().pages;
    });
}

} // namespace forklore
