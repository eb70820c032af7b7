// SPDX-License-Identifier: GPL-3.0-or-later
//
// The arguments of a process as a table, numbered from 0.
#pragma once

#include <string>

#include "ui/models/sections/rows_model.h"

namespace forklore {

struct ArgumentRow {
    int position = 0;
    std::string bytes;

    bool operator==(const ArgumentRow &) const = default;
};

using ArgumentsModel = RowsModel<ArgumentRow>;

[[nodiscard]] ArgumentsModel *makeArgumentsModel(QObject *parent);
[[nodiscard]] std::vector<ArgumentRow> argumentRows(const std::vector<std::string> &arguments);

} // namespace forklore
