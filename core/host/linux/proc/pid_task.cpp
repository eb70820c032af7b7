// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_task.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "core/host/linux/proc/pid_stat.h"

namespace forklore {
namespace {

bool canWait(State state)
{
    return state != State::Running && state != State::Zombie && state != State::Dead;
}

} // namespace

Result<std::string> readWaitChannel(const Directory &process, Pid thread, State state)
{
    auto channel = process.readRecord(fmt::format("task/{}/wchan", thread).c_str());
    if (!channel)
        return channel;
    if (channel->ends_with('\n'))
        channel->pop_back();
    if (*channel != "0")
        return channel;
    if (!canWait(state))
        return std::string();
    const auto permitted = process.readLink(fmt::format("task/{}/ns/user", thread).c_str());
    if (permitted)
        return std::string(); // it has been woken since, or the kernel has no name for the place
    if (permitted.error().kind == ErrorKind::Denied)
        return failure(ErrorKind::Denied,
                       "wchan reads 0: the kernel hides it from those who may not trace the process");
    return failure(ErrorKind::Unsupported, "wchan reads 0: it waits in nothing, or that is hidden");
}

Result<Threads> readPidTask(const Directory &process, Pid pid,
                            const std::function<std::chrono::nanoseconds()> &clock)
{
    const auto tids = process.numbersIn("task");
    if (!tids)
        return Failure(tids.error());
    Threads threads{clock(), {}};
    threads.all.reserve(tids->size());
    for (const auto tid : *tids) {
        const auto at = clock();
        auto stat = readPidStat(process, fmt::format("task/{}/stat", tid).c_str());
        if (!stat && stat.error().kind == ErrorKind::Gone)
            continue;
        if (stat && stat->pid != tid)
            stat = failure(ErrorKind::Malformed, "stat: it is another thread's");
        // Without the state a channel of 0 may be that of one which waits.
        auto channel = readWaitChannel(process, tid, stat ? stat->state : State::Sleeping);
        threads.all.push_back({tid, std::move(stat), std::move(channel), {}, at});
    }
    const auto leader = std::ranges::find(threads.all, pid, &Thread::tid);
    if (leader != threads.all.end())
        std::rotate(threads.all.begin(), leader, std::next(leader));
    return threads;
}

} // namespace forklore
