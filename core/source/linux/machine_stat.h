// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/stat, proc_stat(5): what the processors did since boot.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/machine.h"

namespace forklore {

/// Columns that a kernel does not have yet (the first has four) are 0; the lines cpu and processes must be
/// there.
[[nodiscard]] Result<ProcessorCounts> parseMachineStat(std::string_view text);

[[nodiscard]] Result<ProcessorCounts> readMachineStat(const Directory &root);

} // namespace forklore
