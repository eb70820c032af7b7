// SPDX-License-Identifier: GPL-3.0-or-later
//
// Palette: every colour of Forklore, in one table for light desktops and one for dark ones.
//
// The application's QPalette is where the present one is kept. What paints with these colours reads current()
// when it paints; what has stored some of them sets them anew on QEvent::PaletteChange.
#pragma once

#include <QColor>
#include <QPalette>

namespace forklore {

struct Palette {
    QColor window;
    QColor surface;
    QColor header;
    QColor line;
    QColor text;
    QColor dimText;
    QColor selectedRow;
    QColor accent; ///< what can be clicked; CPU
    QColor memory;
    QColor io;
    QColor events; ///< orphans as well
    QColor newRow;
    QColor endedRow;
    QColor markedRow; ///< what a demo points at
    QColor error;     ///< zombies as well
    QColor good;

    [[nodiscard]] static const Palette &light();
    [[nodiscard]] static const Palette &dark();

    /// Light or dark as the desktop is; window, surface, text and selection are the desktop's own where it
    /// set them.
    [[nodiscard]] static Palette of(const QPalette &desktop);

    /// For the widgets of Qt.
    [[nodiscard]] QPalette toQt() const;
    /// Of what toQt() made: the same palette again.
    [[nodiscard]] static Palette from(const QPalette &qt);
    /// The one that the application has now. In the GUI thread only; needs a QGuiApplication.
    [[nodiscard]] static const Palette &current();

    bool operator==(const Palette &) const = default;
};

} // namespace forklore
