// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/meminfo.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

enum class Unit { Kilobytes, HugePages };

struct FigureLine {
    std::string_view key;
    MemoryState::Figure MemoryState::*figure;
    bool required = false; ///< the others came later, or go with what a kernel is built with
    Unit unit = Unit::Kilobytes;
};

constexpr std::string_view pageSizeKey = "Hugepagesize";
constexpr std::string_view hugetlbKey = "Hugetlb";

constexpr std::array<FigureLine, 13> table = {{
    {.key = "MemTotal", .figure = &MemoryState::total, .required = true},
    {.key = "MemFree", .figure = &MemoryState::free, .required = true},
    {.key = "MemAvailable", .figure = &MemoryState::available},
    {.key = "Buffers", .figure = &MemoryState::buffers, .required = true},
    {.key = "Cached", .figure = &MemoryState::cached, .required = true},
    {.key = "Shmem", .figure = &MemoryState::shared},
    {.key = "SReclaimable", .figure = &MemoryState::reclaimable},
    {.key = "SwapTotal", .figure = &MemoryState::swapTotal},
    {.key = "SwapFree", .figure = &MemoryState::swapFree},
    {.key = "Zswapped", .figure = &MemoryState::zswapped},
    {.key = "HugePages_Total", .figure = &MemoryState::hugePages, .unit = Unit::HugePages},
    {.key = "HugePages_Free", .figure = &MemoryState::hugePagesFree, .unit = Unit::HugePages},
    {.key = hugetlbKey,
     .figure = &MemoryState::hugePages}, // of all sizes: it takes the place of the one above
}};

/// A sum of a few such is still a number.
constexpr std::uint64_t largest = UINT64_MAX / 8;

std::optional<std::uint64_t> kilobytesOf(TextCursor line)
{
    const auto kilobytes = line.number<std::uint64_t>();
    if (!kilobytes || *kilobytes > largest / 1024 || line.word() != "kB")
        return std::nullopt;
    return *kilobytes * 1024;
}

std::optional<std::uint64_t> countOf(TextCursor line)
{
    const auto count = line.number<std::uint64_t>();
    return count && line.atEnd() ? count : std::nullopt;
}

Failure meminfoFailure(std::string_view key)
{
    return failure(ErrorKind::Malformed, "meminfo: " + std::string(key) + " is not what proc(5) promises");
}

Failure missing(std::string_view key, bool required = false)
{
    const auto line = std::string(key) + " line";
    return required ? failure(ErrorKind::Malformed, "meminfo: no " + line)
                    : failure(ErrorKind::Unsupported, "this kernel's meminfo has no " + line);
}

/// A count of huge pages in bytes.
MemoryState::Figure bytesOf(std::uint64_t pages, std::optional<MemoryState::Figure> pageBytes)
{
    if (pages == 0)
        return 0;
    if (!pageBytes)
        return missing(pageSizeKey);
    if (!*pageBytes)
        return *pageBytes;
    return **pageBytes == 0 || pages <= largest / **pageBytes ? MemoryState::Figure(pages * **pageBytes)
                                                              : meminfoFailure(pageSizeKey);
}

MemoryState::Figure figureOf(const std::optional<std::uint64_t> &value, std::string_view key)
{
    return value ? MemoryState::Figure(*value) : meminfoFailure(key);
}

} // namespace

MemoryState parseMeminfo(std::string_view text)
{
    std::array<std::optional<MemoryState::Figure>, table.size()> figures;
    std::optional<MemoryState::Figure> pageBytes;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        const auto key = line.until(':');
        if (key == pageSizeKey)
            pageBytes = figureOf(kilobytesOf(line), key);
        const auto known = std::ranges::find(table, key, &FigureLine::key);
        if (known == table.end())
            continue;
        const bool isSize = known->unit == Unit::Kilobytes;
        figures.at(static_cast<std::size_t>(known - table.begin())) =
            figureOf(isSize ? kilobytesOf(line) : countOf(line), key);
    }
    MemoryState memory;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto &line = table.at(i);
        auto &figure = figures.at(i);
        if (figure && *figure && line.unit == Unit::HugePages)
            figure = bytesOf(**figure, pageBytes);
        const bool isSecondary = line.key == hugetlbKey && !figure; // the count of pages has told
        if (!isSecondary)
            memory.*line.figure = figure ? std::move(*figure) : missing(line.key, line.required);
    }
    return memory;
}

Result<MemoryState> readMeminfo(const Directory &root)
{
    return root.read("meminfo").map(parseMeminfo);
}

} // namespace forklore
