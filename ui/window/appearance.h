// SPDX-License-Identifier: GPL-3.0-or-later
//
// Appearance: at home on the desktop, or light or dark as the user wishes.
#pragma once

#include "ui/models/palette.h"

class QWidget;

namespace forklore {

enum class Appearance { System, Light, Dark };

/// Gives the application its palette and says which colours it has now.
[[nodiscard]] Palette applyAppearance(Appearance appearance);

/// Flat headers, tabs and tool bars in the palette's colours, for a window and all in it.
void styleWindow(QWidget &window, const Palette &palette);

} // namespace forklore
