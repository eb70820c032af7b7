// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/priority.h"

#include <algorithm>

#include <fmt/format.h>

namespace forklore {

bool isOffered(SchedulingPolicy policy)
{
    return policy != SchedulingPolicy::Deadline && policy != SchedulingPolicy::Extensible &&
           policy != SchedulingPolicy::Unknown;
}

std::string_view name(SchedulingPolicy policy)
{
    switch (policy) {
    case SchedulingPolicy::Other:
        return "SCHED_OTHER";
    case SchedulingPolicy::Batch:
        return "SCHED_BATCH";
    case SchedulingPolicy::Idle:
        return "SCHED_IDLE";
    case SchedulingPolicy::Fifo:
        return "SCHED_FIFO";
    case SchedulingPolicy::RoundRobin:
        return "SCHED_RR";
    case SchedulingPolicy::Deadline:
        return "SCHED_DEADLINE";
    case SchedulingPolicy::Extensible:
        return "SCHED_EXT";
    case SchedulingPolicy::Unknown:
        break;
    }
    return "unknown";
}

std::string_view name(IoClass ioClass)
{
    switch (ioClass) {
    case IoClass::RealTime:
        return "real-time";
    case IoClass::BestEffort:
        return "best-effort";
    case IoClass::Idle:
        return "idle";
    case IoClass::None:
        break;
    }
    return "none";
}

std::string oneWay(const PriorityReading &now, const PriorityChange &change)
{
    const auto &main = now.main;
    if (change.scheduling && !isOffered(main.scheduling.policy))
        return fmt::format("You cannot go back: {} cannot be chosen here", name(main.scheduling.policy));
    if (now.isPrivileged)
        return {};
    const bool niceIsKept = !now.lowestNice || main.nice >= *now.lowestNice; // or not known
    if (change.nice && *change.nice > main.nice && !niceIsKept)
        return fmt::format("You cannot go back: nice values below {} want CAP_SYS_NICE for this process",
                           std::min(*now.lowestNice, *change.nice));
    const bool leavesRealTime =
        change.scheduling && change.scheduling->realtimePriority < main.scheduling.realtimePriority;
    if (leavesRealTime && now.highestRealtime && main.scheduling.realtimePriority > *now.highestRealtime)
        return "You cannot go back: its real-time priority wants CAP_SYS_NICE";
    const bool toIdle = change.scheduling && change.scheduling->policy == SchedulingPolicy::Idle &&
                        main.scheduling.policy != SchedulingPolicy::Idle;
    if (toIdle && !niceIsKept)
        return "You cannot go back: leaving SCHED_IDLE wants CAP_SYS_NICE for this process";
    if (change.io && main.io.ioClass == IoClass::RealTime && change.io->ioClass != IoClass::RealTime)
        return "You cannot go back: the real-time I/O class wants CAP_SYS_NICE";
    return {};
}

} // namespace forklore
