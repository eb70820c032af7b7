// SPDX-License-Identifier: GPL-3.0-or-later
//
// Samples put together by hand, and the rows of a model as text.
#pragma once

#include <QAbstractItemModel>
#include <QStringList>

#include "tests/support/processes.h"
#include "ui/models/process_tree_model.h"
#include "ui/models/sample.h"

namespace forklore {

/// The sample that follows another; null: the first.
/// @param seconds since boot
[[nodiscard]] SamplePtr sampleOf(std::vector<Process> processes, const SamplePtr &before = nullptr,
                                 int seconds = 1000);

/// One line a row, "  " a level: "name pid", and what is said of it: "new", "ended", "no match".
[[nodiscard]] QStringList dump(const ProcessTreeModel &model);

/// The filter of an expression that is right.
[[nodiscard]] ProcessFilter filterOf(std::string_view expression);

/// Every cell of any model, a line a row, cells between bars.
[[nodiscard]] QStringList dumpCells(const QAbstractItemModel &model);

} // namespace forklore
