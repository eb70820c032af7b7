// SPDX-License-Identifier: GPL-3.0-or-later
//
// Update: what a Session gives to its readers for each step. A value; nothing in it changes again. There are
// two kinds of steps, a new snapshot and new events, which come from different threads at different times.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/host/system_info.h"
#include "core/process/event.h"
#include "core/snapshot/delta.h"
#include "core/snapshot/forest.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

struct Update {
    std::shared_ptr<const Snapshot> snapshot;
    Forest forest;
    Delta delta; ///< since the snapshot before; everything appeared in the first
    SystemInfo system;
    Census census;
};

struct EventUpdate {
    std::vector<Event> events;
    std::uint64_t total = 0; ///< events since the session began, these included
    std::uint64_t lost = 0;  ///< messages that were lost until then, see Timelines::lost()
};

} // namespace forklore
