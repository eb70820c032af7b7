// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/events/pidfd_watch.h"

#include <array>
#include <cerrno>

#include <sys/epoll.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/descriptor_budget.h"
#include "core/host/linux/sampling/pidfd_info.h"

namespace forklore {
PidfdWatch::Ability PidfdWatch::ability()
{
    const auto self = openPidfd(getpid());
    if (self.get() < 0)
        return Ability::None;
    return answersGetInfo(self.get()) ? Ability::Statuses : Ability::Ends;
}

std::size_t PidfdWatch::capacity()
{
    return descriptorsForHolders(descriptorLimit()) / 2; // the other half is for operations
}

PidfdWatch::PidfdWatch() : m_epoll(epoll_create1(EPOLL_CLOEXEC)) {}

Result<void> PidfdWatch::hold(const ProcessId &id)
{
    auto handle = holdPidfd(id.pid);
    if (handle.get() < 0)
        return cannotHold(errno, id.pid);
    epoll_event wish{};
    wish.events = EPOLLIN;
    wish.data.fd = handle.get();
    if (epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, handle.get(), &wish) != 0)
        return failureOf(errno, fmt::format("process {} cannot be watched", id.pid));
    m_owners[handle.get()] = id;
    m_held.insert_or_assign(id, std::move(handle));
    return {};
}

void PidfdWatch::release(const ProcessId &id)
{
    const auto held = m_held.find(id);
    if (held == m_held.end())
        return;
    // A child between fork and exec may hold a copy, which would go on reporting.
    epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, held->second.get(), nullptr);
    m_owners.erase(held->second.get());
    m_held.erase(held);
}

std::optional<ExitStatus> PidfdWatch::statusOf(const ProcessId &id) const
{
    const auto held = m_held.find(id);
    return held == m_held.end() ? std::nullopt : statusAfterReaping(held->second.get());
}

std::vector<ProcessId> PidfdWatch::held() const
{
    std::vector<ProcessId> all;
    all.reserve(m_held.size());
    for (const auto &[id, handle] : m_held)
        all.push_back(id);
    return all;
}

std::vector<PidfdWatch::End> PidfdWatch::ends()
{
    constexpr int maxAtOnce = 256;
    std::array<epoll_event, maxAtOnce> ready;
    std::vector<End> ends;
    for (int count = maxAtOnce; count == maxAtOnce;) {
        count = epoll_wait(m_epoll.get(), ready.data(), maxAtOnce, 0);
        for (int i = 0; i < count; ++i) {
            const auto &event = ready.at(static_cast<std::size_t>(i));
            const auto owner = m_owners.find(event.data.fd);
            if (owner != m_owners.end())
                ends.push_back(endOf(owner->second, event.data.fd, event.events));
        }
    }
    return ends;
}

PidfdWatch::End PidfdWatch::endOf(ProcessId id, int fd, std::uint32_t events)
{
    const auto status = statusAfterReaping(fd);
    const bool reaped = (events & (EPOLLHUP | EPOLLERR)) != 0 || status;
    if (reaped) {
        release(id);
    } else {
        epoll_event wish{}; // a hang-up is shown in any case, since Linux 6.9
        wish.data.fd = fd;
        epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &wish);
    }
    return {id, reaped, status};
}

} // namespace forklore
