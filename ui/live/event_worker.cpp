// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/event_worker.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/clocks.h"
#include "ui/models/text/bytes.h"

namespace forklore {

void EventWorker::start()
{
    constexpr auto gathering = std::chrono::milliseconds(60);
    m_gathering = new QTimer(this);
    m_gathering->setSingleShot(true);
    m_gathering->setInterval(gathering);
    connect(m_gathering, &QTimer::timeout, this, &EventWorker::hand);
    auto source = m_open();
    if (!source)
        return emit failed(lineOf(source.error().message));
    m_source = std::move(*source);
    emit opened(m_source->account(), {});
    if (m_source->handle() < 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(m_source->handle(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { add(m_source->read()); });
}

void EventWorker::take(const SamplePtr &sample)
{
    if (!m_source)
        return;
    add(m_source->take(sample->snapshot));
    if (auto shortcoming = m_source->shortcoming(); shortcoming != m_shortcoming) {
        m_shortcoming = std::move(shortcoming);
        emit opened(m_source->account(), lineOf(m_shortcoming));
    }
}

void EventWorker::add(std::vector<Event> events)
{
    constexpr std::size_t most = 50'000; // while the window has no time
    const auto room = most - std::min(most, m_waiting.size());
    if (events.size() > room) {
        m_dropped += events.size() - room;
        events.resize(room);
    }
    std::ranges::move(events, std::back_inserter(m_waiting));
    if (!m_waiting.empty() && m_isTakenOver && !m_gathering->isActive())
        m_gathering->start();
}

void EventWorker::goOn()
{
    m_isTakenOver = true;
    add({});
}

void EventWorker::hand()
{
    if (const auto dropped = std::exchange(m_dropped, 0); dropped > 0)
        m_waiting.push_back(
            {bootClock(), {}, Lost{dropped, "the window had no time to take them over"}, false});
    m_isTakenOver = false;
    emit heard(std::make_shared<const std::vector<Event>>(std::exchange(m_waiting, {})));
}

} // namespace forklore
