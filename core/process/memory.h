// SPDX-License-Identifier: GPL-3.0-or-later
//
// Memory: what a process has in RAM and swap, and where it is mapped, proc_pid_smaps(5). All in bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace forklore {

/// What the kernel finds by walking over page tables: it takes milliseconds for a large process.
struct PageFigures {
    std::uint64_t resident = 0;     ///< RSS: in RAM, shared pages included
    std::uint64_t proportional = 0; ///< PSS: each shared page divided by the number of those that share it
    std::uint64_t unique = 0;       ///< USS: mapped by nobody else; what its end would free
    std::uint64_t shared = 0;       ///< in RAM and mapped by others as well
    std::uint64_t swap = 0;         ///< swapped out
    std::uint64_t swapProportional = 0;

    PageFigures &operator+=(const PageFigures &other);
    bool operator==(const PageFigures &) const = default;
};

/// What the kernel counts as it goes, proc_pid_status(5): costs nothing.
struct MemoryCounts {
    std::uint64_t virtualBytes = 0;
    std::uint64_t resident = 0;
    std::uint64_t residentAnonymous = 0;
    std::uint64_t residentFile = 0;
    std::uint64_t residentShared = 0; ///< shared memory and tmpfs
    std::uint64_t peakResident = 0;
    std::uint64_t peakVirtual = 0;
    std::uint64_t swap = 0;
    std::uint64_t pageTables = 0;

    bool operator==(const MemoryCounts &) const = default;
};

struct Mapping {
    std::uint64_t start = 0;
    std::uint64_t end = 0;
    std::string permissions; ///< "r-xp": read, write, execute, private or shared
    std::uint64_t offset = 0;
    std::string name; ///< the file's path, "[heap]", "[stack]", "[anon:NAME]"; empty: anonymous
    PageFigures pages;

    bool operator==(const Mapping &) const = default;
};
using Mappings = std::vector<Mapping>;

struct Memory {
    Result<MemoryCounts> counts;
    Result<PageFigures> pages;

    bool operator==(const Memory &) const = default;
};

} // namespace forklore
