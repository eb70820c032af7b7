// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/stat, proc_stat(5): what the processors did since boot.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/snapshot/machine.h"

namespace forklore {

/// Columns that a kernel does not have yet (the first has four) are empty. A line that is missing or odd is
/// an error of its figure alone; a processor's is left out, as if it were offline.
[[nodiscard]] ProcessorCounts parseMachineStat(std::string_view text);

[[nodiscard]] Result<ProcessorCounts> readMachineStat(const Directory &root);

} // namespace forklore
