// SPDX-License-Identifier: GPL-3.0-or-later
//
// The I/O counters of a process as a table, with their rates between two readings.
#pragma once

#include <chrono>
#include <optional>

#include "core/process/resources/io_counters.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

struct IoReading {
    IoCounters counters;
    std::chrono::steady_clock::time_point at;
};

struct IoRow {
    int counter = 0;                    ///< its place in the table
    std::optional<std::uint64_t> value; ///< nothing: its line is missing or odd
    std::optional<double> perSecond;    ///< nothing before the second reading

    bool operator==(const IoRow &) const = default;
};

using IoModel = RowsModel<IoRow>;

[[nodiscard]] IoModel *makeIoModel(QObject *parent);

/// @param before the reading before of the same process
[[nodiscard]] std::vector<IoRow> ioRows(const IoReading &now, const std::optional<IoReading> &before);

} // namespace forklore
