// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process does, in a word or two.
#pragma once

#include <QString>

#include "core/process/process.h"

namespace forklore {

/// "sleeping", "zombie · exited 3", "leader ended".
[[nodiscard]] QString stateText(const Process &process);

} // namespace forklore
