// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why a section cannot be shown, in words for people: the rule that hides it, and what would show it.
#pragma once

#include <QString>

#include "core/base/result.h"
#include "ui/models/sections/inspection.h"

namespace forklore {

struct Reason {
    QString title;
    QString rule;   ///< the rule that hides it
    QString remedy; ///< what would show it; empty: nothing would
};

[[nodiscard]] Reason reasonFor(Section section, const Error &error, const Viewer &viewer);

} // namespace forklore
