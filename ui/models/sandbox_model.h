// SPDX-License-Identifier: GPL-3.0-or-later
//
// The children of the playground as a table.
#pragma once

#include <vector>

#include "core/lab/sandbox.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

using SandboxProcessesModel = RowsModel<SandboxProcess>;

[[nodiscard]] SandboxProcessesModel *makeSandboxProcessesModel(QObject *parent);

} // namespace forklore
