// SPDX-License-Identifier: GPL-3.0-or-later
//
// The log of operations: what was done to which process, when, and what came of it.
#pragma once

#include "core/base/clocks.h"
#include "core/process/process_ref.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

struct OperationRecord {
    QString operation; ///< "SIGTERM", "Nice 10"
    ProcessRef process;
    QString outcome;

    bool operator==(const OperationRecord &) const = default;
};

struct OperationRow {
    int number = 0; ///< since Forklore was started
    WallTime at;
    OperationRecord record;

    bool operator==(const OperationRow &) const = default;
};

using OperationsModel = RowsModel<OperationRow>;

[[nodiscard]] OperationsModel *makeOperationsModel(QObject *parent);
/// The latest stands first; after a thousand the oldest goes.
void addOperation(OperationsModel &model, WallTime at, const OperationRecord &record);

} // namespace forklore
