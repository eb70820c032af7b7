// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/smaps and smaps_rollup, proc_pid_smaps(5): what each mapping has in RAM and swap, and the sum.
//
// The kernel walks over the page tables to write them, and holds the process's memory map meanwhile: only for
// one process at a time, and only when somebody looks.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/process/resources/memory.h"

namespace forklore {

/// An empty text is no mapping at all. Lines that are not known are passed over; one that is missing or odd
/// loses its figure of its mapping. A mapping without good addresses makes the whole malformed: the sums
/// would be false.
[[nodiscard]] Result<Mappings> parsePidSmaps(std::string_view text);

/// The one block of smaps_rollup, which came with Linux 4.14.
[[nodiscard]] Result<PageFigures> parsePidSmapsRollup(std::string_view text);

} // namespace forklore
