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
        m_standstills.erase(id);
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
        m_standstills.erase(process.id);
        return;
    }
    const auto *earlier = before ? before->find(process.id) : nullptr;
    const auto then = earlier && earlier->stat ? earlier->stat->cpuTicks() : std::nullopt;
    const auto now = process.stat->cpuTicks();
    const bool ran = then && now && *then < *now;
    const auto known = m_standstills.find(process.id);
    if (known != m_standstills.end() && known->second.state == process.stat->state && !ran)
        return;
    Standstill standstill{process.stat->state, m_latest->sinceBoot, {}};
    if (earlier)
        standstill.lastOther = before->sinceBoot;
    m_standstills.insert_or_assign(process.id, standstill);
}

std::optional<Standstill> Recollection::of(const ProcessId &id) const
{
    const auto known = m_standstills.find(id);
    return known == m_standstills.end() ? std::nullopt : std::optional(known->second);
}

} // namespace forklore
