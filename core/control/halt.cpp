// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/halt.h"

#include <csignal>
#include <set>

#include <unistd.h>

#include "core/snapshot/forest.h"

namespace forklore {

std::vector<Kin> newcomers(const Snapshot &snapshot, const std::vector<Kin> &known)
{
    std::set<ProcessId> family;
    for (const auto &process : known)
        family.insert(process.id);
    const Forest forest(snapshot);
    std::vector<Kin> found;
    for (const auto &place : forest.walk()) { // parents before children
        const auto above = forest.parentOf(place.position);
        const auto &process = snapshot.processes[place.position];
        if (above == Forest::none || !family.contains(snapshot.processes[above].id) || process.isZombie())
            continue;
        if (family.insert(process.id).second)
            found.push_back({process.id, nameOf(process)});
    }
    return found;
}

bool standsStill(const Snapshot &snapshot, const ProcessId &id)
{
    const auto *process = snapshot.find(id);
    if (!process || !process->stat)
        return !process;
    const auto state = process->stat->state;
    return state == State::Stopped || state == State::Traced || state == State::Zombie ||
           state == State::Dead;
}

Result<std::vector<Kin>> haltAndLook(const std::vector<Kin> &known,
                                     const std::vector<const Target *> &targets, const TakeSample &sample)
{
    constexpr int mostRounds = 100; // one in uninterruptible sleep does not stop
    std::vector<ProcessId> stopping;
    for (const auto *target : targets) {
        if (target->id().pid != getpid() && target->send(SIGSTOP))
            stopping.push_back(target->id());
    }
    for (int round = 0;; ++round) {
        const auto snapshot = sample();
        if (!snapshot)
            return Failure(snapshot.error());
        // What was started while this sample was taken is in the next.
        if (stopping.empty() || round == mostRounds)
            return newcomers(*snapshot, known);
        std::erase_if(stopping, [&](const ProcessId &id) { return standsStill(*snapshot, id); });
    }
}

} // namespace forklore
