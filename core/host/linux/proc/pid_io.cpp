// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_io.h"

#include <algorithm>
#include <array>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

struct IoLine {
    std::string_view key;
    std::optional<std::uint64_t> IoCounters::*target;
};

constexpr std::array<IoLine, 7> lines = {{
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
    bool isAnyTold = false;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        const auto key = line.until(':');
        const auto known = std::ranges::find(lines, key, &IoLine::key);
        if (known == lines.end())
            continue;
        counters.*known->target = line.number<std::uint64_t>();
        isAnyTold = isAnyTold || counters.*known->target;
    }
    if (!isAnyTold)
        return failure(ErrorKind::Malformed, "io: none of the lines of proc_pid_io(5)");
    return counters;
}

Result<IoCounters> readPidIo(const Directory &directory, const char *name)
{
    return directory.readRecord(name).and_then([](const std::string &text) { return parsePidIo(text); });
}

} // namespace forklore
