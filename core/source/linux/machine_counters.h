// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a /proc tells of the machine as a whole.
#pragma once

#include "core/base/file.h"
#include "core/process/machine.h"

namespace forklore {

/// Seven files; what one of them lacks does not spoil the others.
[[nodiscard]] Machine readMachine(const Directory &root);

} // namespace forklore
