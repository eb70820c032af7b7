// SPDX-License-Identifier: GPL-3.0-or-later
//
// ConnectorEvents: the events of the process connector: all that the kernel tells, with the names of those it
// is about. Lost messages are told as such, with what can be seen to have happened meanwhile.
#pragma once

#include "core/host/event_source.h"
#include "core/host/linux/events/event_decoder.h"
#include "core/host/linux/events/proc_connector.h"

namespace forklore {

class ConnectorEvents final : public EventSource {
public:
    /// @param root /proc of this machine
    [[nodiscard]] static Result<std::unique_ptr<EventSource>> create(ProcConnector connector, Directory root);

    [[nodiscard]] const EventCoverage &coverage() const override { return m_coverage; }
    [[nodiscard]] int handle() const override { return m_epoll.get(); }
    [[nodiscard]] std::vector<Event> read() override;
    [[nodiscard]] std::vector<Event> poll(std::shared_ptr<const Snapshot> snapshot) override;
    [[nodiscard]] std::vector<Event> conclude() override;

private:
    ConnectorEvents(ProcConnector connector, Directory root);
    [[nodiscard]] bool waitFor(int handle) const;
    void setTimer(bool running);
    void settle();

    EventCoverage m_coverage;
    ProcConnector m_connector;
    EventDecoder m_decoder;
    FileDescriptor m_timer; ///< runs while messages were lost, or a process goes on without its leader
    FileDescriptor m_epoll;
    bool m_isTimerRunning = false;
    std::optional<std::uint64_t> m_loss; ///< not told yet: how much it was may still come to light
    std::shared_ptr<const Snapshot> m_latest;
};

} // namespace forklore
