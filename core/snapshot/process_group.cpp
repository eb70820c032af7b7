// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/snapshot/process_group.h"

namespace forklore {

std::optional<bool> isOrphanedGroup(const Snapshot &snapshot, Pid group)
{
    bool known = group > 0; // 0: its leader is outside the pid namespace
    bool member = false;
    for (const auto &process : snapshot.processes) {
        if (!process.stat || process.stat->pgid != group || process.isZombie())
            continue;
        member = true;
        const auto *parent = snapshot.withPid(process.stat->ppid);
        const bool told =
            parent && parent->stat && parent->stat->pgid && parent->stat->sid && process.stat->sid;
        if (!told) {
            known = false;
            continue;
        }
        const bool minded = parent->stat->pgid != group && parent->stat->sid == process.stat->sid;
        if (minded && parent->id.pid != 1)
            return false;
        known = known && !minded; // the machine's own init does not count; that of a container does
    }
    return known && member ? std::optional(true) : std::nullopt;
}

} // namespace forklore
