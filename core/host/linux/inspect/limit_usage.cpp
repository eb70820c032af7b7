// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/limit_usage.h"

#include <sys/stat.h>

#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/proc/pid_status.h"

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
    const auto user = statusValue(evidence.status->uid, "Uid");
    if (!user)
        return Failure(user.error());
    std::uint64_t threads = 0;
    for (const auto &process : evidence.processes.processes) {
        if (!process.credentials || !process.stat || process.credentials->uid.real != user->real)
            continue;
        if (!process.stat->threads)
            return Failure(missingStatField("num_threads"));
        threads += *process.stat->threads;
    }
    return threads;
}

Usage fromStatus(const Evidence &evidence, std::optional<std::uint64_t> PidStatus::*field,
                 std::string_view key)
{
    if (!evidence.status)
        return Failure(evidence.status.error());
    if (const auto &value = (*evidence.status).*field)
        return *value;
    if (evidence.stat.hasProgram())
        return Failure(missingStatusLine(key));
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
        return statField(evidence.stat.cpuTicks(), "utime").map([&](std::uint64_t ticks) {
            return ticks / evidence.system.ticksPerSecond;
        });
    case Resource::Data:
        return fromStatus(evidence, &PidStatus::dataBytes, "VmData");
    case Resource::Stack:
        return fromStatus(evidence, &PidStatus::stackBytes, "VmStk");
    case Resource::LockedMemory:
        return fromStatus(evidence, &PidStatus::lockedBytes, "VmLck");
    case Resource::PendingSignals:
        return fromStatus(evidence, &PidStatus::queuedSignals, "SigQ");
    case Resource::ResidentSet:
        return evidence.memory
            .and_then([](const Stat &memory) { return statField(memory.residentPages, "rss"); })
            .map([&](std::uint64_t pages) { return pages * evidence.system.pageBytes; });
    case Resource::AddressSpace:
        return evidence.memory.and_then(
            [](const Stat &memory) { return statField(memory.virtualBytes, "vsize"); });
    case Resource::Processes:
        return threadsOfUser(evidence);
    case Resource::OpenFiles:
        return openDescriptors(evidence.facts);
    case Resource::Nice:
        return statField(evidence.stat.nice, "nice").map([](std::int32_t nice) {
            return static_cast<std::uint64_t>(20 - nice);
        });
    case Resource::RealtimePriority:
        return statField(evidence.stat.realtimePriority, "rt_priority").map([](std::uint32_t priority) {
            return static_cast<std::uint64_t>(priority);
        });
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
    for (const auto &about : resources())
        result.push_back({about.resource, limits.at(static_cast<std::size_t>(about.resource)),
                          usageOf(about.resource, evidence)});
    return result;
}

} // namespace forklore
