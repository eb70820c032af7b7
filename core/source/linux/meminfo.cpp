// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/meminfo.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

struct Lines {
    std::optional<std::uint64_t> total;
    std::optional<std::uint64_t> free;
    std::optional<std::uint64_t> buffers;
    std::optional<std::uint64_t> cached;
    std::optional<std::uint64_t> reclaimable;
    std::optional<std::uint64_t> swapTotal;
    std::optional<std::uint64_t> swapFree;
};

struct Line {
    std::string_view key;
    std::optional<std::uint64_t> Lines::*target;
    bool required; ///< the others came later, or go with what a kernel is built with
};

constexpr std::array<Line, 7> table = {{
    {"MemTotal", &Lines::total, true},
    {"MemFree", &Lines::free, true},
    {"Buffers", &Lines::buffers, true},
    {"Cached", &Lines::cached, true},
    {"SReclaimable", &Lines::reclaimable, false},
    {"SwapTotal", &Lines::swapTotal, false},
    {"SwapFree", &Lines::swapFree, false},
}};

/// A sum of two such is still a number.
constexpr std::uint64_t mostKilobytes = UINT64_MAX / 1024 / 4;

std::optional<std::uint64_t> bytesOf(TextCursor line)
{
    const auto kilobytes = line.number<std::uint64_t>();
    if (!kilobytes || *kilobytes > mostKilobytes || line.word() != "kB")
        return std::nullopt;
    return *kilobytes * 1024;
}

} // namespace

Result<MemoryState> parseMeminfo(std::string_view text)
{
    Lines lines;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        const auto key = line.until(':');
        const auto known = std::ranges::find(table, key, &Line::key);
        if (known == table.end())
            continue;
        auto &target = lines.*known->target;
        target = bytesOf(line);
        if (!target)
            return failure(ErrorKind::Malformed,
                           "meminfo: " + std::string(key) + " is not what proc(5) promises");
    }
    for (const auto &line : table) {
        if (line.required && !(lines.*line.target))
            return failure(ErrorKind::Malformed, "meminfo: no " + std::string(line.key) + " line");
    }
    return MemoryState{.total = *lines.total,
                       .free = *lines.free,
                       .cache = *lines.buffers + *lines.cached + lines.reclaimable.value_or(0),
                       .swapTotal = lines.swapTotal.value_or(0),
                       .swapFree = lines.swapFree.value_or(0)};
}

Result<MemoryState> readMeminfo(const Directory &root)
{
    return root.read("meminfo").and_then([](const std::string &text) { return parseMeminfo(text); });
}

} // namespace forklore
