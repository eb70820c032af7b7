// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/snapshot/snapshot.h"

#include <algorithm>

namespace forklore {

std::optional<std::size_t> Snapshot::positionOf(Pid pid) const
{
    const auto pidOf = [](const Process &process) { return process.id.pid; };
    const auto found = std::ranges::lower_bound(processes, pid, {}, pidOf);
    if (found == processes.end() || found->id.pid != pid)
        return std::nullopt;
    return static_cast<std::size_t>(found - processes.begin());
}

const Process *Snapshot::withPid(Pid pid) const
{
    const auto position = positionOf(pid);
    return position ? &processes[*position] : nullptr;
}

const Process *Snapshot::find(const ProcessId &id) const
{
    const auto *process = withPid(id.pid);
    return process && process->id == id ? process : nullptr;
}

Census census(const Snapshot &snapshot)
{
    Census result;
    result.processes = snapshot.processes.size();
    for (const auto &process : snapshot.processes) {
        if (!process.stat)
            continue;
        result.threads += process.stat->threads.value_or(0);
        result.running += process.stat->state == State::Running;
        result.stopped += process.stat->state == State::Stopped || process.stat->state == State::Traced;
        result.zombies += process.stat->isZombie();
    }
    return result;
}

} // namespace forklore
