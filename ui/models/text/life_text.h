// SPDX-License-Identifier: GPL-3.0-or-later
//
// The life of a process in words: what stands at the marks of its time line, and in the table below it.
#pragma once

#include <vector>

#include <QString>

#include "core/base/clocks.h"
#include "core/history/life.h"
#include "ui/models/palette.h"
#include "ui/models/rows_model.h"

namespace forklore {

/// A moment of a life, and what it was like from there to the next.
struct LifeMark {
    QString title = {};               ///< "fork", "adopted", "now"
    QString about = {};               ///< "by bash 4711"; may be empty
    QString when = {};                ///< "12:00:03.114"
    QString passed = {};              ///< until the next mark, "1.0 s"; empty: there is none
    QColor Palette::*color = nullptr; ///< of the way to the next mark
    bool isEnd = false;
    bool hasFailed = false;

    bool operator==(const LifeMark &) const = default;
};

/// What must be known beside a life.
struct LifeContext {
    Moment now{};
    WallTime boot;                 ///< when the clock of the events was 0
    std::optional<Moment> started; ///< by its start time, as the kernel has it
    QString state;                 ///< what it does now, "sleeping"
};

/// From birth to end, or to now; what its children did is told together.
[[nodiscard]] std::vector<LifeMark> lifeMarks(const Life &life, const LifeContext &context);

struct LifeRow {
    std::int64_t number = 0;
    WallTime at;
    std::chrono::nanoseconds age{}; ///< of the process then
    bool isAgeKnown = false;
    bool isOfChild = false;
    Event event;

    bool operator==(const LifeRow &) const = default;
};
using LifeModel = RowsModel<LifeRow>;

[[nodiscard]] LifeModel *makeLifeModel(QObject *parent);
[[nodiscard]] std::vector<LifeRow> lifeRows(const Life &life, const LifeContext &context);
/// The other process that a row tells of: the parent, the child, the adopter.
[[nodiscard]] std::optional<ProcessId> processIn(const LifeRow &row);

} // namespace forklore
