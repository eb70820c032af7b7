// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/diskstats.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <vector>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

constexpr std::uint64_t sectorBytes = 512; // here always, whatever the disk's own are

std::string_view withoutNumber(std::string_view name)
{
    while (!name.empty() && isDigit(name.back()))
        name.remove_suffix(1);
    return name;
}

/// "nvme0c1n1": what goes over it is counted by nvme0n1.
bool isNvmePath(std::string_view name)
{
    constexpr std::string_view prefix = "nvme";
    return name.starts_with(prefix) && name.substr(prefix.size()).find('c') != std::string_view::npos;
}

bool passesOn(std::string_view name)
{
    constexpr std::array<std::string_view, 8> families = {"loop", "ram",    "zram", "dm-",
                                                          "md",   "bcache", "drbd", "zd"};
    const auto family = withoutNumber(name);
    // A partition of an array is md0p1, and a named array is md_d0 or md_home.
    return std::ranges::find(families, family) != families.end() || name.starts_with("md_") ||
           (name.starts_with("md") && name.size() > 2 && isDigit(name[2])) || isNvmePath(name);
}

/// Of "sda1" sda, of "nvme0n1p2" nvme0n1: partitions of a disk whose name ends in a digit have a p between.
std::string_view diskOf(std::string_view name)
{
    auto disk = withoutNumber(name);
    if (disk.size() == name.size())
        return {};
    if (disk.size() > 1 && disk.back() == 'p' && isDigit(disk[disk.size() - 2]))
        disk.remove_suffix(1);
    return disk;
}

/// After the name: reads, merged, sectors read, ms, writes, merged, sectors written …
Result<Throughput> parseSectors(std::string_view name, TextCursor numbers)
{
    numbers.word();
    numbers.word();
    const auto read = numbers.number<std::uint64_t>();
    numbers.word();
    numbers.word();
    numbers.word();
    const auto written = numbers.number<std::uint64_t>();
    constexpr auto maxSectors = UINT64_MAX / sectorBytes;
    if (!read || !written || *read > maxSectors || *written > maxSectors)
        return failure(ErrorKind::Malformed, "diskstats: no good line for " + std::string(name));
    return Throughput{*read * sectorBytes, *written * sectorBytes};
}

struct Line {
    std::string_view name;
    TextCursor numbers;
};

std::vector<Line> linesOf(std::string_view text)
{
    std::vector<Line> lines;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n')); // major, minor, name
        line.word();
        line.word();
        if (const auto name = line.word(); !name.empty())
            lines.push_back({name, line});
    }
    return lines;
}

} // namespace

Devices parseDiskstats(std::string_view text)
{
    const auto lines = linesOf(text);
    std::unordered_set<std::string_view> names;
    for (const auto &line : lines)
        names.insert(line.name);
    Devices disks;
    for (const auto &[name, numbers] : lines) {
        const auto disk = diskOf(name);
        const bool isPartition = !disk.empty() && names.contains(disk);
        if (isPartition || passesOn(name) || passesOn(disk))
            continue; // a partition's line is shorter before Linux 2.6.25
        disks.push_back({std::string(name), parseSectors(name, numbers)});
    }
    return disks;
}

Result<Devices> readDiskstats(const Directory &root)
{
    return root.read("diskstats").map(parseDiskstats);
}

} // namespace forklore
