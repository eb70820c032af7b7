// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finding a process by the first letters of its name or the first digits of its pid.
#pragma once

#include <QModelIndex>
#include <QString>

namespace forklore {

class ProcessTreeModel;

/// The first match at or after a row, in the order of the tree, closed branches too; then from the top again.
/// Invalid when there is none. Processes that have ended are not found.
[[nodiscard]] QModelIndex findProcess(const ProcessTreeModel &model, const QString &text,
                                      const QModelIndex &from);

} // namespace forklore
