// SPDX-License-Identifier: GPL-3.0-or-later
//
// Process groups, setpgid(2): the jobs of a shell.
#pragma once

#include <optional>

#include "core/snapshot/snapshot.h"

namespace forklore {

/// Whether no member has a parent in another group of the same session, who could continue the group once it
/// is stopped. Nothing: the snapshot does not tell.
[[nodiscard]] std::optional<bool> isOrphanedGroup(const Snapshot &snapshot, Pid group);

} // namespace forklore
