// SPDX-License-Identifier: GPL-3.0-or-later
//
// Memory: what a process has in RAM and swap, and where it is mapped, proc_pid_smaps(5). All in bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace forklore {

/// What the kernel finds by walking over page tables: it takes milliseconds for a large process. One that is
/// not told has no value, and no sum that it belongs to has one.
struct PageFigures {
    std::optional<std::uint64_t> resident = 0; ///< RSS: in RAM, shared pages included
    /// PSS: each shared page divided by the number of those that share it.
    std::optional<std::uint64_t> proportional = 0;
    std::optional<std::uint64_t> unique = 0; ///< USS: mapped by nobody else; what its end would free
    std::optional<std::uint64_t> shared = 0; ///< in RAM and mapped by others as well
    std::optional<std::uint64_t> swap = 0;   ///< swapped out
    /// Of the machine's pool, hugetlbfs: in RAM as well, and in none of the figures above.
    std::optional<std::uint64_t> hugePages = 0;

    PageFigures &operator+=(const PageFigures &other);
    bool operator==(const PageFigures &) const = default;
};

/// What the kernel counts as it goes, proc_pid_status(5): costs nothing. Empty: this kernel does not tell, as
/// the three kinds of resident pages before Linux 4.5.
struct MemoryCounts {
    std::optional<std::uint64_t> virtualBytes;
    std::optional<std::uint64_t> resident; ///< counted in batches: the page figures may differ a little
    std::optional<std::uint64_t> residentAnonymous;
    std::optional<std::uint64_t> residentFile;
    std::optional<std::uint64_t> residentShared; ///< shared memory and tmpfs
    std::optional<std::uint64_t> peakResident;
    std::optional<std::uint64_t> peakVirtual;
    std::optional<std::uint64_t> swap; ///< without what shared memory has in swap
    std::optional<std::uint64_t> pageTables;
    std::optional<std::uint64_t> hugePages = {}; ///< in RAM as well, and in none of the resident ones

    bool operator==(const MemoryCounts &) const = default;
};

struct Mapping {
    std::uint64_t start = 0;
    std::uint64_t end = 0;
    std::string permissions; ///< "r-xp": read, write, execute, private or shared
    std::uint64_t offset = 0;
    /// The file's path, "[heap]", "[stack]", "[anon:NAME]"; empty: anonymous. The kernel writes a newline in
    /// it as \012, and " (deleted)" after a file that is no more.
    std::string name;
    PageFigures pages;

    bool operator==(const Mapping &) const = default;
};
using Mappings = std::vector<Mapping>;

/// Of all mappings together. The PSS may be less than the kernel's own sum, by up to 1 KiB a mapping: it is
/// rounded down for each.
[[nodiscard]] PageFigures pagesOf(const Mappings &mappings);

struct Memory {
    Result<MemoryCounts> counts;
    Result<PageFigures> pages;

    bool operator==(const Memory &) const = default;
};

} // namespace forklore
