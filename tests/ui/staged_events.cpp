// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/staged_events.h"

#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace forklore {

Event eventOf(std::chrono::nanoseconds at, ProcessRef process, EventPayload what)
{
    return {at, std::move(process), std::move(what), false};
}

Event exitOf(std::chrono::nanoseconds at, ProcessRef process, Result<ExitStatus> status,
             std::optional<ProcessRef> parent)
{
    return eventOf(at, std::move(process),
                   Exited{std::move(status), std::chrono::milliseconds(12), std::move(parent)});
}

class EventStage::Source : public EventSource {
public:
    explicit Source(std::shared_ptr<EventStage> stage) : m_stage(std::move(stage))
    {
        m_stage->m_isOpen = true;
    }
    ~Source() override { m_stage->m_isOpen = false; }

    const EventCoverage &coverage() const override { return m_stage->m_coverage; }
    int handle() const override { return m_stage->m_pipe[0]; }

    std::vector<Event> read() override
    {
        if (m_stage->m_floods) {
            constexpr std::size_t many = 1000;
            m_stage->m_handedOut += many;
            return std::vector<Event>(many, eventOf({}, {{1, 1}, "storm"}, Continued()));
        }
        const std::lock_guard lock(m_stage->m_mutex);
        char bytes[64];
        while (::read(m_stage->m_pipe[0], bytes, sizeof bytes) > 0)
            ;
        m_stage->m_handedOut += m_stage->m_ready.size();
        return std::exchange(m_stage->m_ready, {});
    }
    std::vector<Event> poll(std::shared_ptr<const Snapshot> snapshot) override
    {
        const std::lock_guard lock(m_stage->m_mutex);
        m_stage->m_samples.push_back(std::move(snapshot));
        m_stage->m_shortcoming = m_stage->m_nextShortcoming;
        return std::exchange(m_stage->m_beside, {});
    }
    std::string shortcoming() const override
    {
        const std::lock_guard lock(m_stage->m_mutex);
        return m_stage->m_shortcoming;
    }

private:
    std::shared_ptr<EventStage> m_stage;
};

EventStage::EventStage(EventCoverage coverage) : m_coverage(std::move(coverage))
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("there is no pipe to be had");
}

EventStage::~EventStage()
{
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

void EventStage::emitEvents(std::vector<Event> events)
{
    const std::lock_guard lock(m_mutex);
    std::ranges::move(events, std::back_inserter(m_ready));
    if (::write(m_pipe[1], "!", 1) != 1)
        qFatal("the pipe is full");
}

void EventStage::flood()
{
    m_floods = true;
    emitEvents({});
}

void EventStage::emitWithSample(std::vector<Event> events, std::string shortcoming)
{
    const std::lock_guard lock(m_mutex);
    m_beside = std::move(events);
    m_nextShortcoming = std::move(shortcoming);
}

std::vector<std::shared_ptr<const Snapshot>> EventStage::samples() const
{
    const std::lock_guard lock(m_mutex);
    return m_samples;
}

EventStream::Open EventStage::sourceOf(std::shared_ptr<EventStage> stage)
{
    return [stage = std::move(stage)]() -> Result<std::unique_ptr<EventSource>> {
        return std::make_unique<Source>(stage);
    };
}

} // namespace forklore
