// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/pid_io.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <string>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

struct Line {
    std::string_view key;
    std::uint64_t IoCounters::*counter;
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
    std::bitset<lines.size()> told;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        const auto key = line.until(':');
        const auto known = std::ranges::find(lines, key, &Line::key);
        if (known == lines.end())
            continue;
        const auto value = line.number<std::uint64_t>();
        if (!value)
            return failure(ErrorKind::Malformed, "io: " + std::string(key) + " is no number");
        counters.*known->counter = *value;
        told.set(static_cast<std::size_t>(known - lines.begin()));
    }
    if (!told.all())
        return failure(ErrorKind::Malformed, "io: not all of the seven lines of proc_pid_io(5)");
    return counters;
}

} // namespace forklore
