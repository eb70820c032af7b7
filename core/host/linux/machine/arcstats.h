// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/spl/kstat/zfs/arcstats: the cache of ZFS, which is in no line of meminfo.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/snapshot/machine_memory.h"

namespace forklore {

[[nodiscard]] Result<ZfsCache> parseArcstats(std::string_view text);

/// Nothing where there is no ZFS.
[[nodiscard]] Result<std::optional<ZfsCache>> readArcstats(const Directory &root);

} // namespace forklore
