// SPDX-License-Identifier: GPL-3.0-or-later
//
// EventStream: receives what happens to processes in a thread of its own, appends it to the session, and
// hands it over in batches: the next only when the one before was taken over by everybody, so many events
// make larger batches, not more of them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QMetaType>
#include <QObject>

#include "core/host/event_source.h"
#include "core/session/session.h"
#include "ui/live/thread.h"
#include "ui/models/sample.h"

namespace forklore {

using EventBatch = std::shared_ptr<const EventUpdate>;

class EventStream : public QObject {
    Q_OBJECT

public:
    using Open = std::function<Result<std::unique_ptr<EventSource>>()>;

    /// @param open gives the source; called in the stream's thread, as it may take a moment
    EventStream(Open open, std::shared_ptr<Session> session, QObject *parent = nullptr);
    ~EventStream() override;

    /// What a sample tells beside the source.
    void apply(const SamplePtr &sample) { emit sampleApplied(sample); }

signals:
    /// @param shortcoming what the source cannot do that its coverage includes; empty: nothing
    void opened(const forklore::EventCoverage &coverage, const QString &shortcoming);
    void failed(const QString &reason);
    void received(const forklore::EventBatch &events);

    void sampleApplied(const forklore::SamplePtr &sample); ///< to the worker
    void batchApplied();                                   ///< to the worker: the next batch is welcome

private:
    std::optional<WorkerThread> m_thread;
};

} // namespace forklore

Q_DECLARE_METATYPE(forklore::EventBatch)
Q_DECLARE_METATYPE(forklore::EventCoverage)
