// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where events come from, in words; and a process of which only events are known.
#pragma once

#include <QString>

#include "core/events/event_source.h"
#include "core/history/life.h"
#include "core/process/process.h"

namespace forklore {

/// "proc connector", "pidfds", "samples".
[[nodiscard]] QString sourceName(const SourceAccount &account);
/// Which source it is and why, what it misses, and what would help.
/// @param lacks what it cannot do though it is promised; empty: nothing
[[nodiscard]] QString sourceText(const SourceAccount &account, const QString &lacks);

/// As a row of the tree would have it: what is not known of it stays out.
[[nodiscard]] Process asProcess(const Life &life);

} // namespace forklore
