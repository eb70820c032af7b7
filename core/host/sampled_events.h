// SPDX-License-Identifier: GPL-3.0-or-later
//
// What must have happened between two samples.
#pragma once

#include <vector>

#include "core/host/system_info.h"
#include "core/process/event.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// All of them are inferred; the earliest come first. A birth is told for the moment of it, the start time,
/// but not by whom: the real parent may have ended since. Everything else is told for the moment of the later
/// sample. Who was born and ended in between is not seen, and who became a zombie has ended. A stop that was
/// over before the later sample is not seen either. Of a pid whose stat could be read in one of the samples
/// alone nothing is told.
[[nodiscard]] std::vector<Event> eventsBetween(const Snapshot &earlier, const Snapshot &later,
                                               const SystemInfo &system);

/// The stops and continuations among them alone, at little cost: no other source hears of them.
[[nodiscard]] std::vector<Event> stopsBetween(const Snapshot &earlier, const Snapshot &later);

/// Who has the pid in the snapshot; the start and the name of one that is not in it are not known.
[[nodiscard]] ProcessRef refIn(const Snapshot &snapshot, Pid pid);

} // namespace forklore
