// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/event_worker.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ui/models/text/bytes.h"

namespace forklore {

void EventWorker::start()
{
    m_gathering = new QTimer(this);
    m_gathering->setSingleShot(true);
    connect(m_gathering, &QTimer::timeout, this, &EventWorker::emitBatch);
    auto source = m_open();
    if (!source)
        return emit failed(displayText(source.error().message));
    m_source = std::move(*source);
    emit opened(m_source->coverage(), {});
    if (m_source->handle() < 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(m_source->handle(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { add(m_source->read()); });
}

void EventWorker::apply(const SamplePtr &sample)
{
    if (!m_source)
        return;
    add(m_source->poll(sample->snapshot));
    if (auto shortcoming = m_source->shortcoming(); shortcoming != m_shortcoming) {
        m_shortcoming = std::move(shortcoming);
        emit opened(m_source->coverage(), displayText(m_shortcoming));
    }
}

void EventWorker::add(std::vector<Event> events)
{
    std::ranges::move(events, std::back_inserter(m_waiting));
    // While the window has no time, the kernel keeps what happens, and counts what it cannot keep.
    constexpr std::size_t maxWaiting = 20'000;
    if (m_notifier)
        m_notifier->setEnabled(m_waiting.size() < maxWaiting);
    constexpr auto gathering = std::chrono::milliseconds(60);
    constexpr auto pause = std::chrono::milliseconds(10); // in which the window can draw
    if (!m_waiting.empty() && m_isApplied && !m_gathering->isActive())
        m_gathering->start(m_waiting.size() < maxBatch ? gathering : pause);
}

void EventWorker::handleBatchApplied()
{
    m_isApplied = true;
    add({});
}

void EventWorker::emitBatch()
{
    m_isApplied = false;
    std::ranges::stable_sort(m_waiting, {},
                             &Event::at); // what a sample has shown is older than what is heard
    const auto end =
        m_waiting.begin() + std::min(static_cast<std::ptrdiff_t>(maxBatch), std::ssize(m_waiting));
    std::vector<Event> events(std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(end));
    m_waiting.erase(m_waiting.begin(), end);
    emit received(std::make_shared<const EventUpdate>(m_session->append(std::move(events))));
    add({});
}

} // namespace forklore
