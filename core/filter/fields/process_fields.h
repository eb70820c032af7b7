// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fields of processes: what `user`, `cpu` or `env.NAME` mean in a filter. They are the facts of the
// registry.
#pragma once

#include "core/facts/fact.h"
#include "core/filter/field.h"

namespace forklore {

/// The facts that a filter can ask for: all but moments of the clock.
[[nodiscard]] const std::vector<const Fact *> &processFields();

/// What the parser knows of them, in the same order.
[[nodiscard]] const Vocabulary &processVocabulary();

} // namespace forklore
