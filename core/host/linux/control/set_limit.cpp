// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/set_limit.h"

#include <cerrno>

#include <sys/resource.h>

#include <fmt/format.h>

namespace forklore {
namespace {

auto numberOf(Resource resource) // of a type of the C library's own
{
    switch (resource) {
    case Resource::CpuTime:
        return RLIMIT_CPU;
    case Resource::FileSize:
        return RLIMIT_FSIZE;
    case Resource::Data:
        return RLIMIT_DATA;
    case Resource::Stack:
        return RLIMIT_STACK;
    case Resource::CoreSize:
        return RLIMIT_CORE;
    case Resource::ResidentSet:
        return RLIMIT_RSS;
    case Resource::Processes:
        return RLIMIT_NPROC;
    case Resource::OpenFiles:
        return RLIMIT_NOFILE;
    case Resource::LockedMemory:
        return RLIMIT_MEMLOCK;
    case Resource::AddressSpace:
        return RLIMIT_AS;
    case Resource::FileLocks:
        return RLIMIT_LOCKS;
    case Resource::PendingSignals:
        return RLIMIT_SIGPENDING;
    case Resource::MessageQueues:
        return RLIMIT_MSGQUEUE;
    case Resource::Nice:
        return RLIMIT_NICE;
    case Resource::RealtimePriority:
        return RLIMIT_RTPRIO;
    case Resource::RealtimeTimeout:
        break;
    }
    return RLIMIT_RTTIME;
}

rlim_t toKernel(const LimitValue &value)
{
    return value.value_or(RLIM_INFINITY);
}

LimitValue fromKernel(rlim_t value)
{
    return value == RLIM_INFINITY ? LimitValue() : LimitValue(value);
}

Failure notReadable(int error, Pid pid)
{
    if (error == EPERM)
        return failure(
            ErrorKind::Denied,
            fmt::format("process {} has other user or group ids than you: its limits are changed by one "
                        "who has all of them, or with CAP_SYS_RESOURCE",
                        pid));
    return failureOf(error, fmt::format("the limit of process {}", pid));
}

Failure refused(int error, Pid pid, Resource resource, const rlimit &before)
{
    // With the right, too, the kernel keeps open files below a ceiling of its own.
    const auto *ceiling = resource == Resource::OpenFiles ? ", and never above /proc/sys/fs/nr_open" : "";
    if (error == EPERM)
        return failure(
            ErrorKind::Denied,
            fmt::format("the hard limit of process {} is {}: it is raised with CAP_SYS_RESOURCE alone{}", pid,
                        limitValueText(fromKernel(before.rlim_max)), ceiling));
    return failureOf(error, fmt::format("the limit of process {}", pid));
}

} // namespace

Result<Limit> setLimit(const Target &target, Resource resource, const LimitChange &change)
{
    const auto which = numberOf(resource);
    const auto pid = target.id().pid;
    rlimit before{};
    if (target.isGone())
        return failure(ErrorKind::Gone, fmt::format("process {} has ended", pid));
    if (prlimit(pid, which, nullptr, &before) != 0)
        return notReadable(errno, pid);
    rlimit wanted{change.soft ? toKernel(*change.soft) : before.rlim_cur,
                  change.hard ? toKernel(*change.hard) : before.rlim_max};
    if (wanted.rlim_cur > wanted.rlim_max)
        return failure(ErrorKind::Unsupported,
                       fmt::format("a soft limit of {} is above the hard one, {}: nothing was changed",
                                   limitValueText(fromKernel(wanted.rlim_cur)),
                                   limitValueText(fromKernel(wanted.rlim_max))));
    if (prlimit(pid, which, &wanted, nullptr) != 0)
        return refused(errno, pid, resource, before);
    rlimit after{};
    if (prlimit(pid, which, nullptr, &after) != 0 || target.isGone())
        return failure(
            ErrorKind::Gone,
            fmt::format(
                "process {} ended meanwhile; should its number be another's already, that one has the limit",
                pid));
    return Limit{resource, fromKernel(after.rlim_cur), fromKernel(after.rlim_max)};
}

} // namespace forklore
