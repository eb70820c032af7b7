// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/diskstats, proc_diskstats(5): what was read from disks and written to them.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/snapshot/machine.h"

namespace forklore {

/// Whole disks, so that each byte is counted once: no partitions, and no devices that pass on to others (dm-,
/// md, bcache, drbd, zvols, the single paths of NVMe) or keep everything in memory (ram, zram), or in a file
/// (loop). A partition whose disk is not listed counts. A line that is odd is an error of its disk alone.
[[nodiscard]] Devices parseDiskstats(std::string_view text);

[[nodiscard]] Result<Devices> readDiskstats(const Directory &root);

} // namespace forklore
