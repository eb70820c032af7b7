// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/meminfo, proc_meminfo(5): how the machine's memory is used.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/snapshot/machine_memory.h"

namespace forklore {

/// All figures but those of other files: the swap on zram and the cache of ZFS are 0 and none. A line that is
/// missing or odd is an error of its figure alone.
[[nodiscard]] MemoryState parseMeminfo(std::string_view text);

[[nodiscard]] Result<MemoryState> readMeminfo(const Directory &root);

} // namespace forklore
