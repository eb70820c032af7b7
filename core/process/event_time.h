// SPDX-License-Identifier: GPL-3.0-or-later
//
// How exactly it is known when an event happened.
#pragma once

#include "core/process/event.h"

namespace forklore {

/// Whether it happened at the time that it has; else then or before. Of a birth the start time is known,
/// however late it was seen.
[[nodiscard]] inline bool isTimeExact(const Event &event)
{
    return !event.inferred || std::holds_alternative<Forked>(event.what);
}

} // namespace forklore
