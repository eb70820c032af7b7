// SPDX-License-Identifier: GPL-3.0-or-later
//
// Events as documents: the lines of `events --json`, and the same for a wire, from which they can be had
// back.
#pragma once

#include <string>

#include "core/base/clocks.h"
#include "core/codec/json.h"
#include "core/host/event_source.h"

namespace forklore {

/// {"kind": "source", …}: who tells, and what is therefore missed.
/// @param shortcoming as EventSource tells it; empty: none
[[nodiscard]] Json jsonSource(const EventCoverage &coverage, const std::string &shortcoming);

/// @param boot the moment from which Event::at counts, on the wall's clock
[[nodiscard]] Json jsonEvent(const Event &event, WallTime boot);

/// The same with a member "exact": the times in nanoseconds, and the bytes of a command line, which seconds
/// and a list of arguments round off.
[[nodiscard]] Json eventDocument(const Event &event, WallTime boot);
/// Malformed: it is no such document. Members that are not known here are left unread. A relative with the
/// pid 0 is nobody.
[[nodiscard]] Result<Event> decodeEvent(const Json &document);

} // namespace forklore
