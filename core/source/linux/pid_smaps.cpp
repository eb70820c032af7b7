// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/pid_smaps.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

struct Line {
    std::string_view key;
    std::uint64_t PageFigures::*figure; ///< that the line adds to
};

// Without the two lines on huge pages of hugetlbfs, which the kernel counts neither as RSS nor as PSS.
constexpr std::array<Line, 7> lines = {{
    {"Rss", &PageFigures::resident},
    {"Pss", &PageFigures::proportional},
    {"Shared_Clean", &PageFigures::shared},
    {"Shared_Dirty", &PageFigures::shared},
    {"Private_Clean", &PageFigures::unique},
    {"Private_Dirty", &PageFigures::unique},
    {"Swap", &PageFigures::swap},
}};
using Told = std::bitset<lines.size()>;

Failure malformed(std::string_view why)
{
    return failure(ErrorKind::Malformed, "smaps: " + std::string(why));
}

/// "Rss:    8 kB". A line of another key is passed over; false: it is not what it should be, or stands twice.
bool takeFigure(std::string_view text, PageFigures &pages, Told &told)
{
    TextCursor line(text);
    const auto known = std::ranges::find(lines, line.until(':'), &Line::key);
    if (known == lines.end())
        return true;
    const auto place = static_cast<std::size_t>(known - lines.begin());
    const auto kilobytes = line.number<std::uint64_t>();
    if (!kilobytes || *kilobytes > UINT64_MAX / 1024 || told.test(place))
        return false;
    told.set(place);
    pages.*known->figure += *kilobytes * 1024;
    return true;
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
    Told told;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        const auto line = cursor.until('\n');
        if (!isHeading(line)) {
            if (mappings.empty() || !takeFigure(line, mappings.back().pages, told))
                return malformed("a line is not what proc_pid_smaps(5) promises");
            continue;
        }
        if (!mappings.empty() && !told.all())
            return malformed("a mapping without all of its figures");
        auto mapping = readHeading(line);
        if (!mapping)
            return malformed("no addresses, permissions and offset of a mapping");
        mappings.push_back(std::move(*mapping));
        told.reset();
    }
    if (!mappings.empty() && !told.all())
        return malformed("a mapping without all of its figures");
    return mappings;
}

Result<PageFigures> parsePidSmapsRollup(std::string_view text)
{
    return parsePidSmaps(text).and_then([](const Mappings &mappings) -> Result<PageFigures> {
        if (mappings.size() != 1)
            return malformed("smaps_rollup is not one sum");
        return mappings.front().pages;
    });
}

} // namespace forklore
