// SPDX-License-Identifier: GPL-3.0-or-later
//
// Events put together by hand, and a source that tells what the test wants it to tell.
#pragma once

#include <atomic>
#include <mutex>

#include "ui/live/event_stream.h"

namespace forklore {

/// @param at since boot
[[nodiscard]] Event eventOf(std::chrono::nanoseconds at, ProcessRef process, EventPayload what);
/// An end after 12 ms.
[[nodiscard]] Event exitOf(std::chrono::nanoseconds at, ProcessRef process, Result<ExitStatus> status,
                           std::optional<ProcessRef> parent = {});

[[nodiscard]] inline ExitStatus exited(int code)
{
    return {ExitStatus::Kind::Exited, code, false};
}

/// What a staged source tells. It is shared by the test and the source, which lives in another thread.
class EventStage {
public:
    explicit EventStage(EventCoverage coverage);
    EventStage(const EventStage &) = delete;
    EventStage &operator=(const EventStage &) = delete;
    ~EventStage();

    void emitEvents(std::vector<Event> events);
    /// From here on it is never silent: each read gives a thousand more.
    void flood();
    /// What the next sample tells beside the source, and what is lacking from then on.
    void emitWithSample(std::vector<Event> events, std::string shortcoming = {});

    [[nodiscard]] std::size_t handedOut() const { return m_handedOut; } ///< events, to the stream
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] std::vector<std::shared_ptr<const Snapshot>> samples() const;

    /// A source that tells what the stage says.
    [[nodiscard]] static EventStream::Open sourceOf(std::shared_ptr<EventStage> stage);

private:
    class Source;

    const EventCoverage m_coverage;
    int m_pipe[2];
    mutable std::mutex m_mutex;
    std::vector<Event> m_ready;
    std::vector<Event> m_beside;
    std::vector<std::shared_ptr<const Snapshot>> m_samples;
    std::string m_shortcoming;
    std::string m_nextShortcoming;
    std::atomic<bool> m_floods = false;
    std::atomic<bool> m_isOpen = false;
    std::atomic<std::size_t> m_handedOut = 0;
};

} // namespace forklore
