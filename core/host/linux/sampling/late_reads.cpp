// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/late_reads.h"

#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sampling/entry_path.h"

namespace forklore {

bool isStill(const Directory &root, const ProcessId &id, bool wasZombie)
{
    const auto stat = readPidStat(root, EntryPath(id.pid, "stat").text());
    return stat && stat->id() == id && stat->isZombie() == wasZombie;
}

void LateReads::make()
{
    const auto &limits = m_root->limits();
    const auto errors = limits.calls->make(std::move(m_calls), limits.patience, limits.stop);
    for (std::size_t i = 0; i < errors.size(); ++i)
        m_completions[i](errors[i]);
}

} // namespace forklore
