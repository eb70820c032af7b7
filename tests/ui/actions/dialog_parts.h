// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parts of a dialog by their object names, for tests that look at them or act on them as the user does.
#pragma once

#include <QLabel>
#include <QWidget>

#include "ui/models/recipients_model.h"

namespace forklore {

template <class Widget>
[[nodiscard]] Widget &partOf(const QWidget &dialog, const char *name)
{
    auto *const part = dialog.findChild<Widget *>(QLatin1String(name));
    if (!part)
        qFatal("there is no %s", name);
    return *part;
}

[[nodiscard]] inline QString textOf(const QWidget &dialog, const char *label)
{
    return partOf<QLabel>(dialog, label).text();
}

/// Of a signal dialog.
[[nodiscard]] inline const std::vector<RecipientRow> &recipientsOf(const QWidget &dialog)
{
    return static_cast<const RecipientsModel &>(partOf<QAbstractItemModel>(dialog, "recipients")).rows();
}

} // namespace forklore
