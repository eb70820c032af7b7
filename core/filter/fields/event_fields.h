// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fields of events: what `kind`, `status` or `lifetime` mean in a filter. A new field is one more row in
// the table.
#pragma once

#include <vector>

#include "core/filter/field.h"
#include "core/process/event.h"

namespace forklore {

struct EventField {
    FieldTraits about;
    FactValue (*value)(const Event &); ///< NoValue: events of this kind do not tell it
};

[[nodiscard]] const std::vector<EventField> &eventFields();

/// What the parser knows of them, in the same order.
[[nodiscard]] const Vocabulary &eventVocabulary();

} // namespace forklore
