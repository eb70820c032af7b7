// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/linux/connector_events.h"

#include <iterator>
#include <utility>

#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "core/base/clocks.h"
#include "core/events/sampled_events.h"

namespace forklore {
namespace {

FileDescriptor openPidfd(Pid pid)
{
    return FileDescriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
}

FileDescriptor waitFor(std::initializer_list<int> handles)
{
    FileDescriptor all(epoll_create1(EPOLL_CLOEXEC));
    for (const int handle : handles) {
        epoll_event wish{};
        wish.events = EPOLLIN;
        wish.data.fd = handle;
        epoll_ctl(all.get(), EPOLL_CTL_ADD, handle, &wish);
    }
    return all;
}

} // namespace

ConnectorEvents::ConnectorEvents(ProcConnector connector, Directory root)
    : m_account{SourceAccount::Kind::ProcConnector, "the kernel tells of each event, as it happens", {}, {}},
      m_connector(std::move(connector)),
      m_interpreter(std::move(root), openPidfd),
      m_timer(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)),
      m_epoll(waitFor({m_connector.handle(), m_timer.get()}))
{
    m_interpreter.takeStock();
}

std::vector<Event> ConnectorEvents::read()
{
    constexpr int most = 4096; // in a storm the socket is never empty
    const auto asleep = timeAsleep();
    for (int count = 0; count < most; ++count) {
        const auto message = m_connector.next();
        if (!message)
            break;
        m_interpreter.hear(*message, asleep);
    }
    if (const auto loss = m_connector.loss())
        m_loss = m_loss.value_or(0) + *loss;
    std::uint64_t expirations = 0;
    if (m_isTimerRunning && ::read(m_timer.get(), &expirations, sizeof expirations) > 0)
        settle();
    setTimer(m_loss || m_interpreter.hasLeaderless());
    return m_interpreter.events();
}

/// What waited for a quiet moment.
void ConnectorEvents::settle()
{
    m_interpreter.lookAfterLeaderless(bootClock());
    if (const auto loss = std::exchange(m_loss, std::nullopt))
        m_interpreter.lose(*loss > 0 ? loss : std::nullopt, bootClock());
}

void ConnectorEvents::setTimer(bool running)
{
    if (running == std::exchange(m_isTimerRunning, running))
        return;
    constexpr long interval = 100'000'000; // ns
    const itimerspec time{{0, running ? interval : 0}, {0, running ? interval : 0}};
    timerfd_settime(m_timer.get(), 0, &time, nullptr);
}

std::vector<Event> ConnectorEvents::take(std::shared_ptr<const Snapshot> snapshot)
{
    const auto before = std::exchange(m_latest, std::move(snapshot));
    return before ? stopsBetween(*before, *m_latest) : std::vector<Event>();
}

} // namespace forklore
