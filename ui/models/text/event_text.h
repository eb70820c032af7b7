// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where events come from, in words; when they happened; and a process of which only events are known.
#pragma once

#include <QString>

#include "core/base/clocks.h"
#include "core/host/event_source.h"
#include "core/process/event_time.h"
#include "core/process/process.h"
#include "core/session/process_timeline.h"

namespace forklore {

/// "proc connector", "pidfds", "samples".
[[nodiscard]] QString sourceName(const EventCoverage &coverage);
/// Which source it is and why, what it misses, and what would help.
/// @param lacks what it cannot do though its coverage includes it; empty: nothing
[[nodiscard]] QString sourceText(const EventCoverage &coverage, const QString &lacks);

/// When the clock of events was 0. The two clocks that tell are read one after the other: as long as what
/// they tell only wavers, what was known before stands, or every time on screen would change with each
/// sample.
[[nodiscard]] WallTime steadyBoot(WallTime known, WallTime told);

/// Why the time of an event is not exact, and between what it was; empty: it is.
/// @param at the event's time on the wall's clock
[[nodiscard]] QString timeDoubt(const Event &event, WallTime at);
/// "12:00:03.114", or "by 12:00:03.114".
[[nodiscard]] QString eventTimeText(const Event &event, WallTime at);
/// The same with its date, and the doubt.
[[nodiscard]] QString eventTimeTip(const Event &event, WallTime at);

/// As a row of the tree would have it: what is not known of it stays out.
[[nodiscard]] Process asProcess(const ProcessTimeline &timeline);

} // namespace forklore
