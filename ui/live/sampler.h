// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sampler: reads all processes in a thread of its own, one sample after the other, and advances the session.
//
// The next sample is asked for only when the interval is over and the one before was taken over by everybody,
// so a slow machine gets fewer samples, never a queue of them.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "core/host/id_names.h"
#include "core/host/source.h"
#include "core/session/session.h"
#include "ui/live/thread.h"
#include "ui/models/sample.h"

namespace forklore {

class SamplerWorker;

class Sampler : public QObject {
    Q_OBJECT

public:
    /// @param source what is sampled; used by the sampler's thread alone from now on
    /// @param users the names behind its user ids
    /// @param session advanced by this sampler alone
    Sampler(std::unique_ptr<Source> source, IdNames users, std::shared_ptr<Session> session,
            QObject *parent = nullptr);
    ~Sampler() override;

    /// What the next samples shall hold; asked for anew before each.
    void setRequest(std::function<SampleRequest()> request) { m_request = std::move(request); }
    void setInterval(std::chrono::milliseconds interval);
    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const { return m_paused; }
    [[nodiscard]] std::chrono::milliseconds interval() const { return m_timer.intervalAsDuration(); }
    /// A sample now, paused or not.
    void refresh();

signals:
    void sampled(const forklore::SamplePtr &sample);
    void failed(const QString &reason);
    /// The sample that was asked for then has not come for seconds.
    void late(forklore::WallTime since);

    void wanted(const forklore::SampleRequest &request, bool isAfterBreak); ///< to the worker

private:
    void finish(const SamplePtr &sample);

    std::optional<WorkerThread> m_thread;
    QTimer m_timer;
    std::function<SampleRequest()> m_request = [] { return SampleRequest(); };
    bool m_paused = false;
    bool m_isAfterBreak = false; ///< between the last sample and the next nothing is measured
    bool m_busy = false;
    QElapsedTimer m_sinceAsked;
};

} // namespace forklore

Q_DECLARE_METATYPE(forklore::SampleRequest)
