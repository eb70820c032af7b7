// SPDX-License-Identifier: GPL-3.0-or-later
//
// The log of deeds: what was done to which process, when, and what came of it.
#pragma once

#include "core/base/clocks.h"
#include "core/process/kin.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

struct DeedRecord {
    QString deed; ///< "SIGTERM", "Nice 10"
    Kin process;
    QString outcome;

    bool operator==(const DeedRecord &) const = default;
};

struct DeedRow {
    int number = 0; ///< since Forklore was started
    WallTime at;
    DeedRecord record;

    bool operator==(const DeedRow &) const = default;
};

using DeedsModel = RowsModel<DeedRow>;

[[nodiscard]] DeedsModel *makeDeedsModel(QObject *parent);
/// The latest stands first; after a thousand the oldest goes.
void addDeed(DeedsModel &model, WallTime at, const DeedRecord &record);

} // namespace forklore
