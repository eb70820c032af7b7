// SPDX-License-Identifier: GPL-3.0-or-later
//
// The children of the playground as a table.
#pragma once

#include <vector>

#include "core/lab/playground.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

using PlaymatesModel = RowsModel<Playmate>;

[[nodiscard]] PlaymatesModel *makePlaymatesModel(QObject *parent);

} // namespace forklore
