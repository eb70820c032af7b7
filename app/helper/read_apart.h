// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads a protected section in a process of its own: a read behind a locked memory map sleeps until somebody
// unlocks it, and keeps the helper from the next request for a few seconds at most.
#pragma once

#include "core/operation/operation.h"

namespace forklore {

/// As perform(). Io: it has not come in time, and is given up; or an earlier one that was given up still
/// sleeps in the kernel: there is one of them at most.
[[nodiscard]] Result<Outcome> readApart(const Operation &request);

} // namespace forklore
