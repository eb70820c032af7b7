// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a filter must know beside the processes, from the sample that they are of.
#pragma once

#include "core/filter/fields/process_fields.h"
#include "ui/models/sample.h"

namespace forklore {

/// Refers to the sample, which outlives it.
[[nodiscard]] FactContext filterContext(const Sample &sample);

} // namespace forklore
