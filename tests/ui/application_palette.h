// SPDX-License-Identifier: GPL-3.0-or-later
//
// The application has a palette for as long as this lives.
#pragma once

#include <QApplication>

#include "ui/models/palette.h"

namespace forklore {

class ApplicationPalette {
public:
    explicit ApplicationPalette(const Palette &palette) { QApplication::setPalette(palette.toQt()); }
    ~ApplicationPalette() { QApplication::setPalette(m_before); }
    ApplicationPalette(const ApplicationPalette &) = delete;
    ApplicationPalette &operator=(const ApplicationPalette &) = delete;

private:
    QPalette m_before = QApplication::palette();
};

} // namespace forklore
