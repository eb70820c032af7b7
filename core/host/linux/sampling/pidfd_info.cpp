// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/pidfd_info.h"

#include <cerrno>
#include <cstdint>

#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/descriptor_budget.h"

namespace forklore {
namespace {

/// struct pidfd_info as Linux 6.13 had it: later kernels fill this first part of theirs.
struct PidfdInfo {
    std::uint64_t mask = 0;
    std::uint64_t cgroup = 0;
    std::uint32_t ids[11] = {};
    std::int32_t exitStatus = 0;
};
constexpr std::uint64_t infoPid = 1u << 0;
constexpr std::uint64_t infoExit = 1u << 3;
constexpr auto getInfo = _IOC(_IOC_READ | _IOC_WRITE, 0xFF, 11, sizeof(PidfdInfo));
static_assert(sizeof(PidfdInfo) == 64);

} // namespace

FileDescriptor openPidfd(Pid pid)
{
    return FileDescriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
}

FileDescriptor holdPidfd(Pid pid)
{
    auto handle = openPidfd(pid);
    if (handle.get() < 0 || mayHold(handle))
        return handle;
    handle = {};
    errno = EMFILE;
    return {};
}

Failure cannotHold(int errnoValue, Pid pid)
{
    const auto what = fmt::format("process {} cannot be held", pid);
    if (errnoValue != EMFILE)
        return failureOf(errnoValue, what);
    return failure(ErrorKind::Io,
                   fmt::format("{}: the limit of open files (ulimit -n), {}, leaves no descriptor for it",
                               what, descriptorLimit()));
}

std::optional<ExitStatus> statusAfterReaping(int pidfd)
{
    PidfdInfo info;
    info.mask = infoExit;
    if (pidfd < 0 || ioctl(pidfd, getInfo, &info) != 0 || (info.mask & infoExit) == 0)
        return std::nullopt;
    return ExitStatus::fromWaitStatus(info.exitStatus);
}

bool answersGetInfo(int pidfd)
{
    PidfdInfo info;
    info.mask = infoPid;
    return pidfd >= 0 && ioctl(pidfd, getInfo, &info) == 0;
}

} // namespace forklore
