// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/snapshot/recollection.h"

#include <utility>

namespace forklore {
namespace {

bool isStandstill(const Stat &stat)
{
    switch (stat.state) {
    case State::DiskSleep:
    case State::Stopped:
    case State::Traced:
    case State::Zombie:
        return true;
    default:
        return false;
    }
}

} // namespace

void Recollection::take(std::shared_ptr<const Snapshot> snapshot, const Delta &delta)
{
    const auto before = std::exchange(m_latest, std::move(snapshot));
    for (const auto &id : delta.ended)
        m_pasts.erase(id);
    for (const auto position : delta.reparented) {
        const auto &process = m_latest->processes[position];
        const auto *child = before ? before->find(process.id) : nullptr;
        const auto *parent = child && child->stat ? before->withPid(child->stat->ppid) : nullptr;
        auto &past = m_pasts[process.id];
        if (parent && !past.bornOf)
            past.bornOf = Kin{parent->id, nameOf(*parent)};
    }
    for (const auto *positions : {&delta.appeared, &delta.changed}) {
        for (const auto position : *positions) {
            const auto &process = m_latest->processes[position];
            if (process.stat)
                notice(process, before.get());
        }
    }
}

/// @param before null: this is the first sample
void Recollection::notice(const Process &process, const Snapshot *before)
{
    if (!isStandstill(*process.stat)) {
        if (const auto known = m_pasts.find(process.id); known != m_pasts.end())
            known->second.standstill.reset();
        return;
    }
    const auto *earlier = before ? before->find(process.id) : nullptr;
    const bool ran = earlier && earlier->stat && earlier->stat->cpuTicks() < process.stat->cpuTicks();
    auto &standstill = m_pasts[process.id].standstill;
    if (standstill && standstill->state == process.stat->state && !ran)
        return;
    standstill = Standstill{process.stat->state, m_latest->sinceBoot, {}};
    if (earlier)
        standstill->lastOther = before->sinceBoot;
}

Past Recollection::of(const ProcessId &id) const
{
    const auto known = m_pasts.find(id);
    return known == m_pasts.end() ? Past() : known->second;
}

} // namespace forklore
