// SPDX-License-Identifier: GPL-3.0-or-later
//
// The open descriptors of a process as a table.
#pragma once

#include "core/process/descriptor.h"
#include "ui/models/rows_model.h"

namespace forklore {

using DescriptorsModel = RowsModel<Descriptor>;

[[nodiscard]] DescriptorsModel *makeDescriptorsModel(QObject *parent);

} // namespace forklore
