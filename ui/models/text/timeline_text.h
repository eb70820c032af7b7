// SPDX-License-Identifier: GPL-3.0-or-later
//
// The life of a process in words: what stands at the marks of its time line, and in the table below it.
#pragma once

#include <vector>

#include <QString>

#include "core/base/clocks.h"
#include "core/session/process_timeline.h"
#include "ui/models/palette.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

/// A moment of a life, and what it was like from there to the next.
struct TimelineMark {
    QString title = {};               ///< "fork", "adopted", "now"
    QString about = {};               ///< "by bash 4711"; may be empty
    QString when = {};                ///< "12:00:03.114"
    QString passed = {};              ///< until the next mark, "1.0 s"; empty: there is none
    QColor Palette::*color = nullptr; ///< of the way to the next mark
    bool isEnd = false;
    bool hasFailed = false;

    bool operator==(const TimelineMark &) const = default;
};

/// What must be known beside a life.
struct TimelineContext {
    Moment now{};
    WallTime boot;                        ///< when the clock of the events was 0
    std::optional<Moment> started;        ///< by its start time, as the kernel has it
    QString state;                        ///< what it does now, "sleeping"
    std::optional<Moment> beginning = {}; ///< of Forklore's first sample
};

/// From birth to end, or to now; what its children did is told together.
[[nodiscard]] std::vector<TimelineMark> timelineMarks(const ProcessTimeline &timeline,
                                                      const TimelineContext &context);

struct TimelineRow {
    std::int64_t number = 0;
    WallTime at;
    std::chrono::nanoseconds age{}; ///< of the process then
    bool isAgeKnown = false;
    bool isAgeExact = true; ///< else it was at most so old
    bool isOfChild = false;
    Event event;

    bool operator==(const TimelineRow &) const = default;
};
using TimelineModel = RowsModel<TimelineRow>;

[[nodiscard]] TimelineModel *makeTimelineModel(QObject *parent);
[[nodiscard]] std::vector<TimelineRow> timelineRows(const ProcessTimeline &timeline,
                                                    const TimelineContext &context);
/// The other process that a row tells of: the parent, the child, the adopter.
[[nodiscard]] std::optional<ProcessId> processIn(const TimelineRow &row);

/// "4711 · exited 3 after 12 ms · at 12:00:03.114": of one that no sample holds.
/// @param life null: nothing was heard of it @param boot when the clock of the events was 0
[[nodiscard]] QString endedSummary(const ProcessId &id, const ProcessTimeline *timeline, WallTime boot);

/// "It ended 40 ms after it was selected, before this was read.": why a section of it cannot be shown.
/// @param life null: nothing was heard of it @param selected on the clock of the events
[[nodiscard]] QString endedBeforeReading(const ProcessTimeline *timeline, Moment selected);

} // namespace forklore
