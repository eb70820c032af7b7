// SPDX-License-Identifier: GPL-3.0-or-later
//
// What plain words are searched in.
#pragma once

#include <string>

#include "core/process/process.h"

namespace forklore {

/// Name, command line and pid as they are shown, folded, a line each: no word is found across two of them.
[[nodiscard]] std::string searchText(const Process &process);

} // namespace forklore
