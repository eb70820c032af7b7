// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the dialogs of operations are made of.
#pragma once

#include <algorithm>

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLayout>
#include <QScreen>

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

/// What speaks against it, in the colour of a warning.
[[nodiscard]] inline QLabel *warningLabel()
{
    auto *label = plainLabel();
    label->setProperty("tone", QStringLiteral("warning")); // for the style
    return label;
}

/// Why it cannot be, in the colour of an error.
[[nodiscard]] inline QLabel *problemLabel()
{
    auto *label = plainLabel();
    label->setProperty("tone", QStringLiteral("problem"));
    return label;
}

inline void addChoice(QComboBox &box, const QString &text, const QString &tip, int value)
{
    box.addItem(text, value);
    box.setItemData(box.count() - 1, tip, Qt::ToolTipRole);
}

/// After a text has come that takes more room.
inline void growToFit(QDialog &dialog)
{
    dialog.layout()->activate();
    const int wanted =
        std::max(dialog.layout()->totalHeightForWidth(dialog.width()), dialog.sizeHint().height());
    if (wanted > dialog.height())
        dialog.resize(dialog.width(), std::min(wanted, dialog.screen()->availableSize().height()));
}

/// "It has ended" of "it has ended".
[[nodiscard]] inline QString sentenceOf(const QString &text)
{
    return text.left(1).toUpper() + text.mid(1);
}

} // namespace forklore
