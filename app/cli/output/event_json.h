// SPDX-License-Identifier: GPL-3.0-or-later
//
// Events as the lines that `events` prints: one JSON object each, or one row of text.
#pragma once

#include <string>

#include "app/cli/output/json.h"
#include "core/base/clocks.h"
#include "core/host/event_source.h"

namespace forklore::cli {

/// {"kind": "source", …}: who tells, and what is therefore missed.
/// @param shortcoming as EventSource tells it; empty: none
[[nodiscard]] Json jsonSource(const EventCoverage &coverage, const std::string &shortcoming);
/// The same as lines that begin with "# ".
[[nodiscard]] std::string sourceText(const EventCoverage &coverage, const std::string &shortcoming);

/// @param boot the moment from which Event::at counts, on the wall's clock
[[nodiscard]] Json jsonEvent(const Event &event, WallTime boot);
/// The local time of day, the kind, the process, and what happened to it; with its line end.
[[nodiscard]] std::string eventLine(const Event &event, WallTime boot, bool color);

} // namespace forklore::cli
