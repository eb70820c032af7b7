// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/events/connector_events.h"

#include <cerrno>
#include <utility>

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "core/base/clocks.h"
#include "core/host/linux/sampling/pidfd_info.h"
#include "core/host/sampled_events.h"

namespace forklore {
ConnectorEvents::ConnectorEvents(ProcConnector connector, Directory root)
    : m_coverage{EventCoverage::Kind::ProcConnector, "the kernel reports each event as it happens", {}, {}},
      m_connector(std::move(connector)),
      m_decoder(std::move(root),
                [this](Pid pid) {
                    auto handle = holdPidfd(pid);
                    return waitFor(handle.get()) ? std::move(handle) : FileDescriptor();
                }),
      m_timer(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)),
      m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
}

Result<std::unique_ptr<EventSource>> ConnectorEvents::create(ProcConnector connector, Directory root)
{
    std::unique_ptr<ConnectorEvents> events(new ConnectorEvents(std::move(connector), std::move(root)));
    if (!events->waitFor(events->m_connector.handle()) || !events->waitFor(events->m_timer.get()))
        return failureOf(errno, "the process connector cannot be waited for");
    events->m_decoder.listProcesses();
    return events;
}

bool ConnectorEvents::waitFor(int handle) const
{
    epoll_event wish{};
    wish.events = EPOLLIN;
    wish.data.fd = handle;
    return handle >= 0 && epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, handle, &wish) == 0;
}

std::vector<Event> ConnectorEvents::read()
{
    constexpr int maxMessages = 4096; // in a storm the socket is never empty
    const auto asleep = timeAsleep();
    bool isDrained = false;
    for (int count = 0; count < maxMessages && !isDrained; ++count) {
        const auto message = m_connector.next();
        if (message)
            m_decoder.handle(*message, asleep);
        isDrained = !message;
    }
    if (const auto loss = m_connector.loss())
        m_loss = m_loss.value_or(0) + *loss;
    std::uint64_t expirations = 0;
    if (m_isTimerRunning && ::read(m_timer.get(), &expirations, sizeof expirations) > 0 && isDrained)
        settle();
    if (isDrained)
        m_decoder.lookAfterLeaderless(bootClock());
    setTimer(m_loss || m_decoder.isToConclude() || m_decoder.needsALook());
    return m_decoder.events();
}

std::vector<Event> ConnectorEvents::conclude()
{
    settle();
    m_decoder.conclude(); // what the comparison after a loss has shown
    return m_decoder.events();
}

/// What waited for a quiet moment.
void ConnectorEvents::settle()
{
    m_decoder.conclude();
    if (const auto loss = std::exchange(m_loss, std::nullopt))
        m_decoder.lose(*loss > 0 ? loss : std::nullopt, bootClock());
}

void ConnectorEvents::setTimer(bool running)
{
    if (running == std::exchange(m_isTimerRunning, running))
        return;
    constexpr long interval = 100'000'000; // ns
    const itimerspec time{{0, running ? interval : 0}, {0, running ? interval : 0}};
    timerfd_settime(m_timer.get(), 0, &time, nullptr);
}

std::vector<Event> ConnectorEvents::poll(std::shared_ptr<const Snapshot> snapshot)
{
    const auto before = std::exchange(m_latest, std::move(snapshot));
    return before ? stopsBetween(*before, *m_latest) : std::vector<Event>();
}

} // namespace forklore
