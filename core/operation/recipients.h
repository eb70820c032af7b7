// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who gets a signal that is sent to more than one process. Each is named, so that each can be shown before
// and nobody gets it who was not: kill(2) to a group would reach those who joined it in between.
#pragma once

#include <vector>

#include "core/process/process_ref.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

enum class Scope {
    Process,
    Group,   ///< its process group, setpgid(2): a job of a shell
    Session, ///< its session, setsid(2): all of a terminal
    Tree,    ///< itself and all its descendants
};

enum class TreeOrder {
    LeavesFirst, ///< children before their parents: nobody is orphaned
    RootFirst,   ///< parents before their children: nobody starts another child meanwhile
};

/// By pid; of a tree in the order asked for. Zombies are left out but for the process itself, as no signal
/// does anything to them. Empty: it is not in the snapshot.
[[nodiscard]] std::vector<ProcessRef> recipients(const Snapshot &snapshot, const ProcessId &id, Scope scope,
                                                 TreeOrder order = TreeOrder::LeavesFirst);

} // namespace forklore
