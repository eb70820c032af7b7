// SPDX-License-Identifier: GPL-3.0-or-later
//
// Events as the lines of text that `events` prints.
#pragma once

#include <string>

#include "core/base/clocks.h"
#include "core/host/event_source.h"

namespace forklore::cli {

/// Who tells, and what is therefore missed: lines that begin with "# ".
/// @param shortcoming as EventSource tells it; empty: none
[[nodiscard]] std::string sourceText(const EventCoverage &coverage, const std::string &shortcoming);

/// The local time of day, the kind, the process, and what happened to it; with its line end.
/// @param boot the moment from which Event::at counts, on the wall's clock
[[nodiscard]] std::string eventLine(const Event &event, WallTime boot, bool color);

} // namespace forklore::cli
