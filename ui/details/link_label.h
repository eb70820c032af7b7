// SPDX-License-Identifier: GPL-3.0-or-later
//
// LinkLabel: rich text with links in the colour of the present palette.
#pragma once

#include <QEvent>
#include <QLabel>

namespace forklore {

class LinkLabel : public QLabel {
public:
    explicit LinkLabel(QWidget *parent = nullptr) : QLabel(parent) { setTextFormat(Qt::RichText); }

protected:
    void changeEvent(QEvent *event) override
    {
        QLabel::changeEvent(event);
        if (event->type() != QEvent::PaletteChange)
            return;
        const auto html = text(); // a link has the colour of the palette at the time when its text is set
        clear();
        setText(html);
    }
};

} // namespace forklore
