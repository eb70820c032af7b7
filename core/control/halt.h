// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stopping a tree before it is killed, so that what is shown of it stays true: a stopped process starts no
// others.
#pragma once

#include <functional>
#include <vector>

#include "core/control/target.h"
#include "core/process/kin.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

using TakeSample = std::function<Result<Snapshot>()>;

/// Descendants of the known processes that are not among them, parents first. Zombies are left out. One whose
/// parent has ended meanwhile is nobody's descendant any more, and is not found.
[[nodiscard]] std::vector<Kin> newcomers(const Snapshot &snapshot, const std::vector<Kin> &known);

/// Stopped, being traced, or ended: it starts nothing. So does one that is not in the snapshot.
[[nodiscard]] bool standsStill(const Snapshot &snapshot, const ProcessId &id);

/// SIGSTOP to the targets, and to nobody else, but for this program itself.
/// @return what they have started before they stood still. Some may not be stopped: those are not waited for.
[[nodiscard]] Result<std::vector<Kin>> haltAndLook(const std::vector<Kin> &known,
                                                   const std::vector<const Target *> &targets,
                                                   const TakeSample &sample);

} // namespace forklore
