// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sixteen resource limits of a process as a table.
#pragma once

#include "core/process/resources/limit.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

using LimitsModel = RowsModel<LimitUsage>;
constexpr int limitEditColumn = 5; ///< a link to where it is changed

[[nodiscard]] LimitsModel *makeLimitsModel(QObject *parent);

/// How much of the soft limit is used: 1 is all. Nothing: unlimited, not told, or not a limit one uses up.
[[nodiscard]] std::optional<double> shareOfLimit(const LimitUsage &limit);

} // namespace forklore
