// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happens to processes, as rows; and those that have ended, by program.
#pragma once

#include "core/base/clocks.h"
#include "core/process/event.h"
#include "core/session/endings.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

struct EventRow {
    std::int64_t number = 0; ///< ascending
    WallTime at;
    Event event;

    bool operator==(const EventRow &) const = default;
};
using EventsModel = RowsModel<EventRow>;

[[nodiscard]] EventsModel *makeEventsModel(QObject *parent);
/// The process whose cell this is, where one is named in the column.
[[nodiscard]] std::optional<ProcessId> processIn(const EventRow &row, int column);

struct EndingRow {
    EndedGroup group;
    WallTime lastAt;

    bool operator==(const EndingRow &) const = default;
};
using EndingsModel = RowsModel<EndingRow>;

[[nodiscard]] EndingsModel *makeEndingsModel(QObject *parent);
[[nodiscard]] std::vector<EndingRow> endingRows(const Endings &endings, WallTime boot);
[[nodiscard]] std::optional<ProcessId> processIn(const EndingRow &row, int column);

} // namespace forklore
