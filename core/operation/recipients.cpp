// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/recipients.h"

#include <algorithm>

#include "core/snapshot/forest.h"

namespace forklore {
namespace {

std::vector<ProcessRef> ofTree(const Snapshot &snapshot, const Process &root, TreeOrder order)
{
    const auto position = snapshot.positionOf(root.id.pid).value();
    std::vector<ProcessRef> all;
    for (const auto &place : Forest(snapshot).walkFrom(position)) {
        const auto &process = snapshot.processes[place.position];
        if (place.position == position || !process.isZombie())
            all.push_back({process.id, nameOf(process)});
    }
    if (order == TreeOrder::LeavesFirst)
        std::ranges::reverse(all);
    return all;
}

} // namespace

std::vector<ProcessRef> recipients(const Snapshot &snapshot, const ProcessId &id, Scope scope,
                                   TreeOrder order)
{
    const auto *chosen = snapshot.find(id);
    if (!chosen)
        return {};
    if (scope == Scope::Tree)
        return ofTree(snapshot, *chosen, order);
    const auto member = scope == Scope::Group ? &Stat::pgid : &Stat::sid;
    std::vector<ProcessRef> all;
    for (const auto &process : snapshot.processes) {
        const bool alike = scope != Scope::Process && process.stat && chosen->stat && !process.isZombie() &&
                           // 0: outside this pid namespace, and not one group
                           ((*chosen->stat).*member).value_or(0) > 0 &&
                           (*process.stat).*member == (*chosen->stat).*member;
        if (&process == chosen || alike)
            all.push_back({process.id, nameOf(process)});
    }
    return all;
}

} // namespace forklore
