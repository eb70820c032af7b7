// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the machine's memory is used for, in words.
#pragma once

#include <QString>

#include "core/snapshot/machine_memory.h"

namespace forklore {

/// A line for each figure that there is: what the chart's curves do not tell apart.
[[nodiscard]] QString machineMemoryText(const MemoryState &memory);

} // namespace forklore
