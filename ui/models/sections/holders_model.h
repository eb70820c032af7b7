// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who has something open, as a table.
#pragma once

#include <optional>

#include "core/process/resources/peer.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

struct HolderRow {
    Holder holder;
    bool below = false;                      ///< not the directory that was asked for, but a file below it
    std::optional<UnheldSocket> unheld = {}; ///< then there is no holder
    std::size_t place = 0;                   ///< among the sockets that no process is seen to have

    bool operator==(const HolderRow &) const = default;
};

using HoldersModel = RowsModel<HolderRow>;

[[nodiscard]] HoldersModel *makeHoldersModel(QObject *parent);
[[nodiscard]] std::vector<HolderRow> holderRows(const WhoHas &held);
/// "3 descriptors of 2 processes, and 12 below it"; what may be missing.
[[nodiscard]] QString holdersNote(const WhoHas &held);

} // namespace forklore
