// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/snapshot/delta.h"

namespace forklore {
namespace {

/// What is not carried over is there or not as turns come round: only where somebody asked for it does it
/// tell of a change.
bool isOtherThan(const auto &earlier, const auto &later)
{
    return later && earlier != later;
}

bool differ(const Process &earlier, const Process &later)
{
    return earlier.stat != later.stat || earlier.credentials != later.credentials ||
           earlier.commandLine != later.commandLine || earlier.descriptorCount != later.descriptorCount ||
           earlier.exitStatus != later.exitStatus || earlier.cpuShare != later.cpuShare ||
           earlier.executableDeleted != later.executableDeleted ||
           (!later.isForHistory && (isOtherThan(earlier.io, later.io) ||
                                    isOtherThan(earlier.contextSwitches, later.contextSwitches) ||
                                    isOtherThan(earlier.descriptorLimit, later.descriptorLimit) ||
                                    isOtherThan(earlier.environment, later.environment)));
}

} // namespace

Delta difference(const Snapshot &earlier, const Snapshot &later)
{
    Delta delta;
    auto before = earlier.processes.begin();
    for (std::size_t position = 0; position < later.processes.size(); ++position) {
        const auto &process = later.processes[position];
        for (; before != earlier.processes.end() && before->id.pid < process.id.pid; ++before)
            delta.ended.push_back(before->id);
        const bool samePid = before != earlier.processes.end() && before->id.pid == process.id.pid;
        if (!samePid) {
            delta.appeared.push_back(position);
            continue;
        }
        if (before->id != process.id) {
            delta.ended.push_back(before->id);
            delta.appeared.push_back(position);
        } else if (differ(*before, process)) {
            delta.changed.push_back(position);
            if (before->stat && process.stat && before->stat->ppid != process.stat->ppid)
                delta.reparented.push_back(position);
        }
        ++before;
    }
    for (; before != earlier.processes.end(); ++before)
        delta.ended.push_back(before->id);
    return delta;
}

} // namespace forklore
