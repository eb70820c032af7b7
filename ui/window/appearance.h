// SPDX-License-Identifier: GPL-3.0-or-later
//
// Appearance: at home on the desktop, or light or dark as the user wishes.
#pragma once

namespace forklore {

enum class Appearance { System, Light, Dark };

/// Sets the application's style, palette and style sheet: all windows follow, also those that are made later.
/// Qt polishes every widget anew for it: only on a switch.
void applyAppearance(Appearance appearance);

} // namespace forklore
