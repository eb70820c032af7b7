// SPDX-License-Identifier: GPL-3.0-or-later
//
// MemoryState: what the machine's memory is used for. Each figure is a value or the reason why there is none.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"

namespace forklore {

/// The cache of ZFS, which the kernel counts as used memory.
struct ZfsCache {
    std::uint64_t size = 0;
    std::uint64_t minSize = 0; ///< below which it does not shrink

    bool operator==(const ZfsCache &) const = default;
};

/// In bytes: proc_meminfo(5), proc_swaps(5), and the ARC of ZFS.
struct MemoryState {
    using Figure = Result<std::uint64_t>;

    Figure total = 0;
    Figure free = 0;
    Figure available = 0;   ///< the kernel's own estimate of what programs may still get
    Figure buffers = 0;     ///< of block devices
    Figure cached = 0;      ///< the page cache; shared is within it
    Figure shared = 0;      ///< tmpfs and shared memory, which cannot be given back
    Figure reclaimable = 0; ///< slabs that can be given back
    Figure swapTotal = 0;
    Figure swapFree = 0;
    Figure zswapped = 0;      ///< counted as swapped out, but kept in memory by zswap, compressed
    Figure zramSwap = 0;      ///< swapped out to zram: kept in memory, compressed
    Figure hugePages = 0;     ///< set aside for huge pages, in use or not; nobody's resident memory
    Figure hugePagesFree = 0; ///< of the usual size alone: not in use
    Result<std::optional<ZfsCache>> zfs = std::nullopt; ///< nothing: no ZFS here

    /// What can be given back: page cache, buffers, slabs and the cache of ZFS; without shared memory.
    [[nodiscard]] Figure cache() const;
    /// What is neither free nor cache.
    [[nodiscard]] Figure used() const;
    /// Moved out of the pages of programs, to a disk or to where it is kept compressed.
    [[nodiscard]] Figure swapUsed() const;
    /// Of that, what is kept in memory, compressed.
    [[nodiscard]] Figure swapInMemory() const;

    bool operator==(const MemoryState &) const = default;
};

} // namespace forklore
