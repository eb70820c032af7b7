// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who has something open, as a table.
#pragma once

#include "core/process/peer.h"
#include "ui/models/rows_model.h"

namespace forklore {

struct HolderRow {
    Holder holder;
    bool below = false; ///< not the directory that was asked for, but a file below it

    bool operator==(const HolderRow &) const = default;
};

using HoldersModel = RowsModel<HolderRow>;

[[nodiscard]] HoldersModel *makeHoldersModel(QObject *parent);
[[nodiscard]] std::vector<HolderRow> holderRows(const WhoHas &held);
/// "3 descriptors of 2 processes, and 12 below it"; what may be missing.
[[nodiscard]] QString holdersNote(const WhoHas &held);

} // namespace forklore
