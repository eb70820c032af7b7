// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/target.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sampling/pidfd_info.h"

namespace forklore {
namespace {

Failure ended(const ProcessId &id)
{
    return failure(ErrorKind::Gone, fmt::format("process {} has ended", id.pid));
}

/// Whether the pid is still that process's.
Result<void> compare(const ProcessId &id)
{
    const auto proc = Directory::open("/proc");
    if (!proc)
        return Failure(proc.error());
    const auto stat = readPidStat(*proc, fmt::format("{}/stat", id.pid).c_str());
    if (!stat && stat.error().kind == ErrorKind::Gone)
        return ended(id);
    if (!stat)
        return failure(stat.error().kind,
                       fmt::format("process {} cannot be distinguished from another one: {}", id.pid,
                                   stat.error().message));
    if (stat->id() != id)
        return failure(
            ErrorKind::Gone,
            fmt::format("process {} has ended, and its number is another process's now: nothing was done",
                        id.pid));
    return {};
}

/// /proc may show another pid namespace than the one that pidfd_open(2) and kill(2) count in: there the
/// number is somebody else's. What a descriptor is said to be in that /proc tells, and so does its "self".
Result<void> isOfOneNamespace(const ProcessId &id, const FileDescriptor &handle)
{
    const auto foreign =
        failure(ErrorKind::Unsupported,
                "/proc shows another pid namespace than this program is in: nothing was done");
    const auto proc = Directory::open("/proc");
    if (!proc)
        return Failure(proc.error());
    const Result<std::string> facts =
        handle.get() < 0 ? failure(ErrorKind::Unsupported, "this kernel has no pidfds")
                         : proc->readRecord(fmt::format("self/fdinfo/{}", handle.get()).c_str());
    // While this process is not dumpable, older kernels close its fdinfo to itself.
    if (!facts && (handle.get() < 0 || facts.error().kind == ErrorKind::Denied)) {
        const auto self = proc->readLink("self");
        return self && *self == std::to_string(getpid()) ? Result<void>() : foreign;
    }
    constexpr std::string_view key = "\nPid:\t";
    const auto at = facts ? facts->find(key) : std::string::npos;
    if (at == std::string::npos)
        return foreign;
    TextCursor line(std::string_view(*facts).substr(at + key.size()));
    const auto pid = TextCursor::toNumber<Pid>(line.until('\n'));
    if (pid == -1)
        return ended(id);
    return pid == id.pid ? Result<void>() : foreign;
}

} // namespace

Result<Target> Target::open(const ProcessId &id)
{
    return with(&openPidfd, id);
}

Result<Target> Target::hold(const ProcessId &id)
{
    return with(&holdPidfd, id);
}

Result<Target> Target::with(FileDescriptor (*open)(Pid), const ProcessId &id)
{
    if (id.pid <= 0 || id.start == ProcessId::unknownStart)
        return failure(ErrorKind::Unsupported, fmt::format("process {} is not known well enough", id.pid));
    auto handle = open(id.pid);
    if (handle.get() < 0 && errno == ESRCH)
        return ended(id);
    if (handle.get() < 0 && (errno == EINVAL || errno == ENOENT))
        return failure(ErrorKind::Gone, fmt::format("{} is a thread, not a process", id.pid));
    if (handle.get() < 0 && errno != ENOSYS)
        return cannotHold(errno, id.pid);
    return isOfOneNamespace(id, handle).and_then([&] { return compare(id); }).map([&] {
        return Target(id, std::move(handle));
    });
}

bool Target::isGone() const
{
    const auto asked = send(0);
    return !asked && asked.error().kind == ErrorKind::Gone;
}

std::optional<Result<ExitStatus>> Target::awaitEnd(std::chrono::milliseconds atMost) const
{
    const auto until = std::chrono::steady_clock::now() + atMost;
    pollfd handle{m_handle.get(), POLLIN, 0}; // without a descriptor poll only passes the time
    for (;;) {
        constexpr std::chrono::milliseconds nextLook(20);
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        const auto wait = std::max(std::chrono::milliseconds(0), handle.fd < 0 ? nextLook : left);
        const int ready = poll(&handle, 1, static_cast<int>(wait.count()));
        if (ready > 0 || (handle.fd < 0 && !compare(m_id)))
            return exitStatus();
        if (left <= wait && !(ready < 0 && errno == EINTR))
            return std::nullopt;
    }
}

Result<ExitStatus> Target::exitStatus() const
{
    if (const auto status = statusAfterReaping(m_handle.get()))
        return *status;
    const auto proc = Directory::open("/proc");
    if (!proc)
        return Failure(proc.error());
    const auto stat = readPidStat(*proc, fmt::format("{}/stat", m_id.pid).c_str());
    if (stat && stat->id() == m_id && stat->isZombie()) {
        auto status = readExitStatus(*proc, fmt::format("{}/ns/user", m_id.pid).c_str(), *stat);
        if (status)
            return status;
    }
    if (const auto status = statusAfterReaping(m_handle.get())) // reaped meanwhile
        return *status;
    return failure(ErrorKind::Unsupported, "this kernel reports how it ended to its parent alone");
}

Result<void> Target::send(int signal) const
{
    if (m_handle.get() < 0) {
        if (auto same = compare(m_id); !same)
            return same;
    }
    const auto sent = m_handle.get() < 0 ? kill(m_id.pid, signal)
                                         : syscall(SYS_pidfd_send_signal, m_handle.get(), signal, nullptr, 0);
    if (sent == 0)
        return {};
    if (errno == ESRCH)
        return ended(m_id);
    if (errno == EPERM)
        return failure(
            ErrorKind::Denied,
            fmt::format("process {} is another user's: only that user, and root with CAP_KILL, may signal it",
                        m_id.pid));
    return failureOf(errno, fmt::format("process {}", m_id.pid));
}

} // namespace forklore
