// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/pid_io.h"

#include <algorithm>
#include <array>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

struct Line {
    std::string_view key;
    std::uint64_t IoCounters::*target;
};

constexpr std::array<Line, 7> lines = {{
    {"rchar", &IoCounters::readCharacters},
    {"wchar", &IoCounters::writeCharacters},
    {"syscr", &IoCounters::readCalls},
    {"syscw", &IoCounters::writeCalls},
    {"read_bytes", &IoCounters::readBytes},
    {"write_bytes", &IoCounters::writeBytes},
    {"cancelled_write_bytes", &IoCounters::cancelledWriteBytes},
}};

} // namespace

Result<IoCounters> parsePidIo(std::string_view text)
{
    IoCounters counters;
    std::array<bool, lines.size()> found{};
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        const auto key = line.until(':');
        const auto known = std::ranges::find(lines, key, &Line::key);
        if (known == lines.end())
            continue;
        const auto number = line.number<std::uint64_t>();
        if (!number)
            return failure(ErrorKind::Malformed, "io: " + std::string(key) + " is not what proc(5) promises");
        counters.*known->target = *number;
        found.at(static_cast<std::size_t>(known - lines.begin())) = true;
    }
    if (std::ranges::find(found, false) != found.end())
        return failure(ErrorKind::Malformed, "io: not all seven lines are there");
    return counters;
}

Result<IoCounters> readPidIo(const Directory &directory, const char *name)
{
    return directory.readRecord(name).and_then([](const std::string &text) { return parsePidIo(text); });
}

} // namespace forklore
