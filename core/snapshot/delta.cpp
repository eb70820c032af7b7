// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/snapshot/delta.h"

#include <tuple>

namespace forklore {
namespace {

/// What is not carried over is there or not as turns come round: it is a change only where it was asked for.
bool isOtherThan(const auto &earlier, const auto &later)
{
    return later && earlier != later;
}

bool differ(const Process &earlier, const Process &later)
{
    if (&earlier == &later)
        return false;
    const auto isAnyOther = [&](auto... facts) { return (isOtherThan(earlier.*facts, later.*facts) || ...); };
    return earlier.stat != later.stat || earlier.credentials != later.credentials ||
           earlier.commandLine != later.commandLine || earlier.descriptorCount != later.descriptorCount ||
           earlier.exitStatus != later.exitStatus || earlier.cpuShare != later.cpuShare ||
           earlier.executableDeleted != later.executableDeleted || earlier.frozen != later.frozen ||
           (!later.isForHistory && std::apply(isAnyOther, requestedFacts));
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
