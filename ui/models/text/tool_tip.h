// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text of any length as a tool tip that stays small.
#pragma once

#include <QString>

namespace forklore {

/// As rich text, the only form that wraps; cut, with its length said, where it is long. Empty for an empty
/// text.
[[nodiscard]] QString toolTipOf(const QString &text);

} // namespace forklore
