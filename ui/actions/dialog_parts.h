// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the dialogs of deeds are made of.
#pragma once

#include <QComboBox>
#include <QLabel>

namespace forklore {

/// Names come from processes: never as markup.
[[nodiscard]] inline QLabel *plainLabel(const QString &text = {})
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

[[nodiscard]] inline QLabel *headingLabel(const QString &text = {})
{
    auto *label = plainLabel(text);
    auto font = label->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.2);
    label->setFont(font);
    return label;
}

inline void addChoice(QComboBox &box, const QString &text, const QString &tip, int value)
{
    box.addItem(text, value);
    box.setItemData(box.count() - 1, tip, Qt::ToolTipRole);
}

} // namespace forklore
