// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/linux/pidfd_watch.h"

#include <array>

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/source/linux/pidfd_info.h"

namespace forklore {
namespace {

FileDescriptor openPidfd(Pid pid)
{
    return FileDescriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
}

/// What the rest of the program may need beside those that are held here.
bool isReserved(int fd)
{
    constexpr rlim_t reserve = 256;
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY)
        return false;
    return static_cast<rlim_t>(fd) + reserve >= files.rlim_cur;
}

} // namespace

PidfdWatch::Ability PidfdWatch::ability()
{
    const auto self = openPidfd(getpid());
    if (self.get() < 0)
        return Ability::None;
    return answersGetInfo(self.get()) ? Ability::Statuses : Ability::Ends;
}

PidfdWatch::PidfdWatch() : m_epoll(epoll_create1(EPOLL_CLOEXEC)) {}

bool PidfdWatch::hold(const ProcessId &id)
{
    auto handle = openPidfd(id.pid);
    if (handle.get() < 0 || isReserved(handle.get()))
        return false;
    epoll_event wish{};
    wish.events = EPOLLIN;
    wish.data.fd = handle.get();
    if (epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, handle.get(), &wish) != 0)
        return false;
    m_owners[handle.get()] = id;
    m_held.insert_or_assign(id, std::move(handle));
    return true;
}

void PidfdWatch::release(const ProcessId &id)
{
    const auto held = m_held.find(id);
    if (held == m_held.end())
        return;
    m_owners.erase(held->second.get());
    m_held.erase(held);
}

std::vector<PidfdWatch::End> PidfdWatch::ends()
{
    constexpr int most = 256;
    std::array<epoll_event, most> ready;
    const int count = epoll_wait(m_epoll.get(), ready.data(), most, 0);
    std::vector<End> ends;
    for (int i = 0; i < count; ++i) {
        auto &event = ready.at(static_cast<std::size_t>(i));
        const int fd = event.data.fd;
        const auto id = m_owners.at(fd);
        const bool reaped = (event.events & (EPOLLHUP | EPOLLERR)) != 0;
        const auto status = statusAfterReaping(fd);
        ends.push_back({id, reaped || status.has_value(), status});
        if (ends.back().isReaped) {
            release(id);
            continue;
        }
        event.events = 0; // a hang-up is told in any case
        epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event);
    }
    return ends;
}

} // namespace forklore
