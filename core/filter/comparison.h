// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether a value is what a comparison asks for.
#pragma once

#include "core/filter/expression.h"
#include "core/filter/tristate.h"

namespace forklore {

/// A value that is not known makes it unknown. A thing that has no such value is neither equal to anything
/// nor different from it, so `exit != 0` finds what failed and not what lives; `not exit = 0` finds both.
/// Numbers are equal as far as the asked one is written: 1.5 GB is equal to 1.52 GB, 5m to 5 min 20 s.
[[nodiscard]] Tristate compare(const FactValue &value, const Comparison &comparison, FactKind kind);

} // namespace forklore
