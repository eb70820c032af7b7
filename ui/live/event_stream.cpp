// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/event_stream.h"

#include "ui/live/event_worker.h"

namespace forklore {

EventStream::EventStream(Open open, std::shared_ptr<Session> session, QObject *parent) : QObject(parent)
{
    qRegisterMetaType<EventBatch>();
    qRegisterMetaType<EventCoverage>();
    qRegisterMetaType<SamplePtr>();
    auto *worker = new EventWorker(std::move(open), std::move(session));
    connect(this, &EventStream::sampleApplied, worker, &EventWorker::apply);
    connect(this, &EventStream::batchApplied, worker, &EventWorker::handleBatchApplied);
    connect(worker, &EventWorker::opened, this, &EventStream::opened);
    connect(worker, &EventWorker::failed, this, &EventStream::failed);
    connect(worker, &EventWorker::received, this, [this](const EventBatch &events) {
        emit received(events);
        emit batchApplied();
    });
    m_thread.emplace(worker, QStringLiteral("events"));
    QMetaObject::invokeMethod(worker, &EventWorker::start, Qt::QueuedConnection);
}

EventStream::~EventStream() = default;

} // namespace forklore
