// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/meminfo, proc_meminfo(5): how the machine's memory is used.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/machine.h"

namespace forklore {

/// The cache is what free(1) calls buff/cache: Buffers, Cached and SReclaimable, tmpfs included.
[[nodiscard]] Result<MemoryState> parseMeminfo(std::string_view text);

[[nodiscard]] Result<MemoryState> readMeminfo(const Directory &root);

} // namespace forklore
