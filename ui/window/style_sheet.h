// SPDX-License-Identifier: GPL-3.0-or-later
//
// The style sheet of the application: flat headers, tabs, tool bars and fields in the colours of a palette.
#pragma once

#include <QString>

#include "ui/models/palette.h"

namespace forklore {

[[nodiscard]] QString styleSheetOf(const Palette &palette);

} // namespace forklore
