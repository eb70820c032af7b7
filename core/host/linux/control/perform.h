// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does an operation to a process of this machine, which it reaches by its identity.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/operation/operation.h"

namespace forklore {

/// @return what came of it, in words: "soft 50, hard 70"; of ReadHidden what fromWire() takes
[[nodiscard]] Result<std::string> perform(const Operation &operation);

} // namespace forklore
