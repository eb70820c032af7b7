// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads a hidden section in a process of its own: a read behind a locked memory map sleeps until somebody
// unlocks it, and must not keep the helper from the next request.
#pragma once

#include <string>

#include "core/control/deed.h"

namespace forklore {

/// As perform(). Io: it has not come in time, and is given up.
[[nodiscard]] Result<std::string> readApart(const Deed &request);

} // namespace forklore
