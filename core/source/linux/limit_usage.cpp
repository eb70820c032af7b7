// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/limit_usage.h"

#include <sys/stat.h>

#include "core/source/linux/pid_stat.h"
#include "core/source/linux/pid_status.h"

namespace forklore {
namespace {

/// What each resource's usage is found in.
struct Evidence {
    const Stat &stat;
    const Directory &facts;
    const Snapshot &processes;
    const SystemInfo &system;
    Result<PidStatus> status;
    Result<Stat> memory; ///< a leader that ended has none: the stat of a thread that lives
};

/// The kernel counts threads, of all processes with the same real user.
Result<std::uint64_t> threadsOfUser(const Evidence &evidence)
{
    if (!evidence.status)
        return Failure(evidence.status.error());
    std::uint64_t threads = 0;
    for (const auto &process : evidence.processes.processes) {
        const bool same = process.credentials && process.stat &&
                          process.credentials->uid.real == evidence.status->credentials.uid.real;
        threads += same ? process.stat->threads : 0;
    }
    return threads;
}

Usage fromStatus(const Evidence &evidence, std::optional<std::uint64_t> PidStatus::*field)
{
    if (!evidence.status)
        return Failure(evidence.status.error());
    if (const auto &value = (*evidence.status).*field)
        return *value;
    return std::nullopt; // kernel threads and zombies have no memory
}

/// The size of the directory is told to everybody (since Linux 6.2), its entries are not.
Result<std::uint64_t> openDescriptors(const Directory &facts)
{
    const auto numbers = facts.numbersIn("fd");
    struct stat directory {};
    if (!numbers && facts.isOnProc() && fstatat(facts.fd(), "fd", &directory, 0) == 0 &&
        directory.st_size > 0)
        return static_cast<std::uint64_t>(directory.st_size);
    return numbers.map([](const auto &all) { return static_cast<std::uint64_t>(all.size()); });
}

Usage usageOf(Resource resource, const Evidence &evidence)
{
    switch (resource) {
    case Resource::CpuTime:
        return evidence.stat.cpuTicks() / evidence.system.ticksPerSecond;
    case Resource::Data:
        return fromStatus(evidence, &PidStatus::dataBytes);
    case Resource::Stack:
        return fromStatus(evidence, &PidStatus::stackBytes);
    case Resource::LockedMemory:
        return fromStatus(evidence, &PidStatus::lockedBytes);
    case Resource::PendingSignals:
        return fromStatus(evidence, &PidStatus::queuedSignals);
    case Resource::ResidentSet:
        return evidence.memory.map(
            [&](const Stat &memory) { return memory.residentPages * evidence.system.pageBytes; });
    case Resource::AddressSpace:
        return evidence.memory.map([](const Stat &memory) { return memory.virtualBytes; });
    case Resource::Processes:
        return threadsOfUser(evidence);
    case Resource::OpenFiles:
        return openDescriptors(evidence.facts);
    case Resource::Nice:
        return static_cast<std::uint64_t>(20 - evidence.stat.nice);
    case Resource::RealtimePriority:
        return evidence.stat.realtimePriority;
    case Resource::FileSize:
    case Resource::CoreSize:
    case Resource::FileLocks:
    case Resource::MessageQueues:
    case Resource::RealtimeTimeout:
        break;
    }
    return std::nullopt;
}

} // namespace

std::vector<LimitUsage> withUsage(const Limits &limits, const Stat &stat, const Directory &facts,
                                  const Snapshot &processes, const SystemInfo &system)
{
    const Evidence evidence{
        stat, facts, processes, system, readPidStatus(facts), stat.leaderEnded() ? readPidStat(facts) : stat};
    std::vector<LimitUsage> result;
    for (const auto &limit : limits)
        result.push_back({limit, usageOf(limit.resource, evidence)});
    return result;
}

} // namespace forklore
