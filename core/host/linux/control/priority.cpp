// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/priority.h"

#include <algorithm>
#include <cerrno>

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/host/linux/control/each_thread.h"
#include "core/host/linux/control/processor_set.h"
#include "core/host/linux/proc/pid_autogroup.h"
#include "core/host/linux/proc/pid_status.h"

namespace forklore {
namespace {

constexpr int ioWhoProcess = 1; // IOPRIO_WHO_PROCESS, which takes a thread id as the others do
constexpr int ioClassShift = 13;
constexpr int policyNumbers[] = {SCHED_OTHER, SCHED_BATCH, SCHED_IDLE, SCHED_FIFO, SCHED_RR};
constexpr SchedulingPolicy offeredPolicies[] = {SchedulingPolicy::Other, SchedulingPolicy::Batch,
                                                SchedulingPolicy::Idle, SchedulingPolicy::Fifo,
                                                SchedulingPolicy::RoundRobin};

SchedulingPolicy policyOf(int number)
{
    constexpr int deadline = 6; // not in all versions of the C library's headers
    constexpr int extensible = 7;
    const auto *found = std::ranges::find(policyNumbers, number);
    if (found != std::end(policyNumbers))
        return offeredPolicies[found - policyNumbers];
    return number == deadline     ? SchedulingPolicy::Deadline
           : number == extensible ? SchedulingPolicy::Extensible
                                  : SchedulingPolicy::Unknown;
}

Result<std::vector<int>> threadsOf(const Target &target)
{
    const auto tasks = fmt::format("/proc/{}/task", target.id().pid);
    auto threads = Directory::open(tasks).and_then([](const Directory &open) { return open.numbersIn("."); });
    if (target.isGone())
        return failure(ErrorKind::Gone, fmt::format("process {} has ended", target.id().pid));
    return threads;
}

/// A thread's own; its errno where it may not be told.
tl::expected<Priority, int> ofThread(int thread)
{
    Priority priority;
    errno = 0;
    priority.nice = getpriority(PRIO_PROCESS, static_cast<id_t>(thread));
    if (errno != 0)
        return tl::unexpected(errno);
    const int policy = sched_getscheduler(thread);
    sched_param parameter{};
    if (policy < 0 || sched_getparam(thread, &parameter) != 0)
        return tl::unexpected(errno);
    priority.scheduling = {policyOf(policy & ~SCHED_RESET_ON_FORK), parameter.sched_priority};
    const auto io = syscall(SYS_ioprio_get, ioWhoProcess, thread);
    if (io < 0)
        return tl::unexpected(errno);
    priority.io = {static_cast<IoClass>(io >> ioClassShift & 3), static_cast<int>(io & 7)};
    auto processors = processorsOf(thread);
    if (!processors)
        return tl::unexpected(processors.error());
    priority.processors = std::move(*processors);
    return priority;
}

int errnoOf(long result)
{
    return result == 0 ? 0 : errno;
}

ThreadCall callOf(const IoPriority &io)
{
    const int value = static_cast<int>(io.ioClass) << ioClassShift | io.level;
    return [value](int thread) { return errnoOf(syscall(SYS_ioprio_set, ioWhoProcess, thread, value)); };
}

ThreadCall callOf(const Scheduling &scheduling)
{
    const auto *found = std::ranges::find(offeredPolicies, scheduling.policy);
    const int policy = found == std::end(offeredPolicies) ? -1 : policyNumbers[found - offeredPolicies];
    const sched_param parameter{scheduling.realtimePriority};
    return [=](int thread) {
        const int now = sched_getscheduler(thread);
        const int flag = now < 0 ? 0 : now & SCHED_RESET_ON_FORK; // it is kept: clearing it wants a right
        return errnoOf(sched_setscheduler(thread, policy | flag, &parameter));
    };
}

ThreadCall callOf(const std::vector<int> &processors)
{
    return [processors](int thread) { return setProcessors(thread, processors); };
}

ThreadTable tableOf(const Target &target)
{
    const auto path = [pid = target.id().pid](int thread) {
        return fmt::format("/proc/{}/task/{}", pid, thread);
    };
    return {.list = [&target] { return threadsOf(target); },
            .isOwn = [&target, path](
                         int thread) { return access(path(thread).c_str(), F_OK) == 0 && !target.isGone(); },
            .exists = [](int thread) { return getpgid(thread) >= 0 || errno != ESRCH; }};
}

bool mayOverride(int capability)
{
    const auto proc = Directory::open("/proc");
    const auto status =
        proc.and_then([](const Directory &open) { return readPidStatus(open, "self/status"); });
    return status && status->capabilities.effective && status->capabilities.effective->contains(capability);
}

bool mayNice()
{
    constexpr int sysNice = 23;
    return mayOverride(sysNice);
}

/// Nothing: it is not for this program to know.
std::optional<int> softLimit(Pid pid, __rlimit_resource resource, int most)
{
    rlimit limit{};
    if (prlimit(pid, resource, nullptr, &limit) != 0)
        return std::nullopt;
    return static_cast<int>(std::min<rlim_t>(limit.rlim_cur, static_cast<rlim_t>(most)));
}

std::optional<Autogroup> autogroupOf(Pid pid)
{
    const auto proc = Directory::open("/proc");
    const auto group = proc.and_then([pid](const Directory &open) {
        return readPidAutogroup(open, fmt::format("{}/autogroup", pid).c_str());
    });
    return group.value_or(std::nullopt);
}

Failure refused(int error, const Target &target, const std::string &what, const std::string &right)
{
    const auto pid = target.id().pid;
    switch (error) {
    case ESRCH:
        return failure(ErrorKind::Gone, fmt::format("process {} has ended", pid));
    case EPERM:
    case EACCES:
        return failure(ErrorKind::Denied,
                       fmt::format("{} of process {} could not be changed: {}", what, pid, right));
    case EINVAL:
        return failure(
            ErrorKind::Unsupported,
            fmt::format("{} of process {} could not be changed: the kernel does not take this value", what,
                        pid));
    case EBUSY:
        return failure(ErrorKind::Unsupported,
                       fmt::format("{} of process {} was not changed for all: it starts threads without end",
                                   what, pid));
    default:
        return failureOf(error, fmt::format("{} of process {}", what, pid));
    }
}

} // namespace

Result<PriorityReading> readPriority(const Target &target)
{
    const auto threads = threadsOf(target);
    if (!threads)
        return Failure(threads.error());
    PriorityReading reading;
    int error = ESRCH;
    for (const int thread : *threads) {
        const auto own = ofThread(thread);
        if (!own) {
            error = own.error();
            continue;
        }
        if (reading.threads++ == 0)
            reading.main = *own;
        reading.differs = reading.differs || *own != reading.main;
    }
    if (reading.threads == 0)
        return failureOf(error, fmt::format("the priority of process {}", target.id().pid));
    constexpr int highestNiceLimit = 40; // of -20
    constexpr int highestPriority = 99;
    const auto pid = target.id().pid;
    reading.isPrivileged = mayNice();
    if (const auto limit = softLimit(pid, RLIMIT_NICE, highestNiceLimit))
        reading.lowestNice = 20 - *limit;
    reading.highestRealtime = softLimit(pid, RLIMIT_RTPRIO, highestPriority);
    reading.autogroup = autogroupOf(pid);
    return reading;
}

Result<PriorityReading> setPriority(const Target &target, const PriorityChange &change)
{
    constexpr auto realTime = "real-time scheduling, and leaving SCHED_IDLE, want CAP_SYS_NICE or a limit "
                              "(RLIMIT_RTPRIO, RLIMIT_NICE) that grants it; another user's is not for you "
                              "to change";
    constexpr auto others = "it is another user's: that user, or who has CAP_SYS_NICE, may";
    struct Step {
        ThreadCall call;
        const char *what;
        const char *right;
    };
    std::vector<Step> steps;
    if (change.nice) {
        const auto nice = *change.nice;
        steps.push_back({[nice](int thread) {
                             return errnoOf(setpriority(PRIO_PROCESS, static_cast<id_t>(thread), nice));
                         },
                         "the nice value",
                         "a lower one wants CAP_SYS_NICE, or a limit (RLIMIT_NICE) that grants it; another "
                         "user's is not for you to change"});
    }
    if (change.scheduling)
        steps.push_back({callOf(*change.scheduling), "the scheduling policy", realTime});
    if (change.io)
        steps.push_back({callOf(*change.io), "the I/O priority",
                         "the real-time class wants CAP_SYS_ADMIN or CAP_SYS_NICE; another user's is not for "
                         "you to change"});
    if (change.processors)
        steps.push_back({callOf(*change.processors), "the set of processors", others});
    std::string done;
    for (const auto &step : steps) {
        const auto calls = callForEach(tableOf(target), step.call);
        if (!calls.other.empty())
            return failure(ErrorKind::Io,
                           fmt::format("thread {} of process {} ended meanwhile, and its number is another "
                                       "process's now: {} of that one may have been changed",
                                       fmt::join(calls.other, ", "), target.id().pid, step.what));
        if (calls.error != 0) {
            auto failed = refused(calls.error, target, step.what, step.right).value();
            failed.message += done.empty() ? "" : fmt::format(" ({} was changed before)", done);
            return Failure(std::move(failed));
        }
        done += (done.empty() ? "" : ", ") + std::string(step.what);
    }
    return readPriority(target);
}

} // namespace forklore
