// SPDX-License-Identifier: GPL-3.0-or-later
//
// EventWorker: the part of the event stream that lives in its thread.
#pragma once

#include <QSocketNotifier>
#include <QTimer>

#include "ui/live/event_stream.h"

namespace forklore {

class EventWorker : public QObject {
    Q_OBJECT

public:
    /// Events in a batch: what the window takes over without anybody noticing.
    static constexpr std::size_t maxBatch = 500;

    EventWorker(EventStream::Open open, std::shared_ptr<Session> session)
        : m_open(std::move(open)), m_session(std::move(session))
    {
    }

    /// The first call of its thread.
    void start();
    void apply(const SamplePtr &sample);
    void handleBatchApplied();

signals:
    void opened(const forklore::EventCoverage &coverage, const QString &shortcoming);
    void failed(const QString &reason);
    void received(const forklore::EventBatch &events);

private:
    void add(std::vector<Event> events);
    void emitBatch();

    EventStream::Open m_open;
    std::shared_ptr<Session> m_session;
    std::unique_ptr<EventSource> m_source;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer *m_gathering = nullptr; ///< more may follow at once
    std::vector<Event> m_waiting;
    bool m_isApplied = true;
    std::string m_shortcoming;
};

} // namespace forklore
