// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignalSender: takes hold of processes at the click, tells what a signal would do to them, sends it through
// what it holds, and watches what becomes of them. In a thread of its own.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <vector>

#include <QObject>

#include "core/host/control.h"
#include "core/operation/signal_run.h"
#include "ui/live/thread.h"
#include "ui/models/sample.h"
#include "ui/models/signal_order.h"

namespace forklore {

class SignalWorker : public QObject {
    Q_OBJECT

public:
    /// @param cancel what is under way ends soon when it asks for it
    SignalWorker(const Control &control, std::stop_token cancel);

    void hold(const std::vector<ProcessRef> &processes, const SamplePtr &sample);
    void send(const SignalOrder &order);
    /// What becomes of those to whom it was sent, by whomever.
    void watch(const SignalOrder &order, const std::vector<Delivery> &deliveries);

signals:
    void held(const std::vector<forklore::SignalPreview> &previews);
    void grown(const std::vector<forklore::ProcessRef> &newcomers, bool areStopped);
    void unprotected(const QString &why);
    void unwatched(const QString &why);
    void cancelled();
    void sending(std::size_t count, std::size_t total);
    void delivered();
    void done(const std::vector<forklore::SignalOutcome> &outcomes);

private:
    /// Those that were held for an earlier choice of recipients need their descriptors no more.
    void releaseOthers(const std::vector<ProcessRef> &processes);
    /// Tells of each step until there is none.
    void runToEnd();
    void emitStep(const Halted &step);
    void emitStep(const Grown &step) { emit grown(step.newcomers, step.areStopped); }
    void emitStep(const Cancelled & /*step*/) { emit cancelled(); }
    void emitStep(const Sending &step) { emit sending(step.count, step.total); }
    void emitStep(const Delivered & /*step*/) { emit delivered(); }
    void emitStep(const Done &step) { emit done(step.outcomes); }

    std::stop_token m_cancel;
    std::unique_ptr<Targets> m_targets;
    std::set<ProcessId> m_wanted; ///< that were to be held last
    SignalRun m_run; ///< those that it stopped go on at the end, where the operation was cancelled
};

class SignalSender : public QObject {
    Q_OBJECT

public:
    explicit SignalSender(const Control &control, QObject *parent = nullptr);
    ~SignalSender() override { cancel(); }

    /// Takes hold of them, of those anew alone that are not held yet, and reads what they do about signals.
    void hold(const std::vector<ProcessRef> &processes, const SamplePtr &sample)
    {
        emit wanted(processes, sample);
    }
    void send(const SignalOrder &order) { emit ordered(order); }
    /// The signal was sent by somebody else: only what becomes of them is told.
    void watch(const SignalOrder &order, const std::vector<Delivery> &deliveries)
    {
        emit watched(order, deliveries);
    }

    /// What is under way ends as soon as it can: what was not sent is not, what was sent is told of. Nothing
    /// can be sent any more.
    void cancel() { m_cancel.request_stop(); }

signals:
    void held(const std::vector<forklore::SignalPreview> &previews);
    /// Nothing was sent but SIGSTOP: these were started before all stood still. Without a further order all
    /// go on at the end.
    /// @param areStopped false: all go on meanwhile, as the user could not answer else
    void grown(const std::vector<forklore::ProcessRef> &newcomers, bool areStopped);
    /// They are being stopped, and nothing continues them if this program is killed.
    void unprotected(const QString &why);
    /// They were stopped, but what they have started meanwhile could not be found.
    void unwatched(const QString &why);
    /// Nothing was sent, and all go on.
    void cancelled();
    /// It is being sent. @param count of those that got it already: more than 0 where batches are sent
    void sending(std::size_t count, std::size_t total);
    /// It was sent: what becomes of it is waited for.
    void delivered();
    void done(const std::vector<forklore::SignalOutcome> &outcomes);

    // To the worker.
    void wanted(const std::vector<forklore::ProcessRef> &processes, const forklore::SamplePtr &sample);
    void ordered(const forklore::SignalOrder &order);
    void watched(const forklore::SignalOrder &order, const std::vector<forklore::Delivery> &deliveries);

private:
    std::stop_source m_cancel;
    std::optional<WorkerThread> m_thread;
};

} // namespace forklore
