// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does an operation to a process of this machine, which it reaches by its identity.
#pragma once

#include "core/base/result.h"
#include "core/operation/operation.h"

namespace forklore {

[[nodiscard]] Result<Outcome> perform(const Operation &operation);

} // namespace forklore
