// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/snapshot/stuck_states.h"

#include <utility>

namespace forklore {
namespace {

bool isStuckState(const Stat &stat)
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

void StuckStates::apply(std::shared_ptr<const Snapshot> snapshot, const Delta &delta)
{
    const auto before = std::exchange(m_latest, std::move(snapshot));
    for (const auto &id : delta.ended)
        m_stuckStates.erase(id);
    for (const auto *positions : {&delta.appeared, &delta.changed}) {
        for (const auto position : *positions) {
            const auto &process = m_latest->processes[position];
            if (process.stat)
                notice(process, before.get());
        }
    }
}

/// @param before null: this is the first sample
void StuckStates::notice(const Process &process, const Snapshot *before)
{
    if (!isStuckState(*process.stat)) {
        m_stuckStates.erase(process.id);
        return;
    }
    const auto *earlier = before ? before->find(process.id) : nullptr;
    const auto then = earlier && earlier->stat ? earlier->stat->cpuTicks() : std::nullopt;
    const auto now = process.stat->cpuTicks();
    const bool ran = then && now && *then < *now;
    const auto known = m_stuckStates.find(process.id);
    if (known != m_stuckStates.end() && known->second.state == process.stat->state && !ran)
        return;
    StuckState stuckState{process.stat->state, m_latest->sinceBoot, {}};
    if (earlier)
        stuckState.lastOther = before->sinceBoot;
    m_stuckStates.insert_or_assign(process.id, stuckState);
}

std::optional<StuckState> StuckStates::of(const ProcessId &id) const
{
    const auto known = m_stuckStates.find(id);
    return known == m_stuckStates.end() ? std::nullopt : std::optional(known->second);
}

} // namespace forklore
