// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a widget that a demo points at stands out. Once more after the palette has changed.
#pragma once

#include <QWidget>

#include "ui/models/palette.h"

namespace forklore {

inline void setMarked(QWidget &widget, bool isMarked)
{
    QPalette colors; // of no role: that of the pane
    if (isMarked)
        colors.setColor(widget.backgroundRole(), Palette::current().markedRow);
    widget.setPalette(colors);
    widget.setAutoFillBackground(isMarked);
}

} // namespace forklore
