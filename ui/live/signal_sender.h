// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignalSender: takes hold of processes at the click, tells what a signal would do to them, sends it through
// what it holds, and watches what becomes of them. In a thread of its own.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <QObject>

#include "core/control/held_targets.h"
#include "ui/live/thread.h"
#include "ui/models/sample.h"
#include "ui/models/signal_order.h"

namespace forklore {

class SignalWorker : public QObject {
    Q_OBJECT

public:
    explicit SignalWorker(std::string root) : m_root(std::move(root)) {}
    /// Those that were stopped for a deed that was thought better of go on.
    ~SignalWorker() override;

    void hold(const std::vector<Kin> &processes, const SamplePtr &sample);
    void send(const SignalOrder &order);
    /// What becomes of those to whom it was sent, by whomever.
    void watch(const SignalOrder &order, const std::vector<Delivery> &deliveries);

signals:
    void held(const std::vector<forklore::Prospect> &prospects);
    void grown(const std::vector<forklore::Kin> &newcomers);
    void done(const std::vector<forklore::Aftermath> &aftermath);

private:
    [[nodiscard]] Result<std::vector<Kin>> halt(const std::vector<Kin> &processes);
    [[nodiscard]] Aftermath await(const SignalOrder &order, const Delivery &delivery,
                                  std::chrono::steady_clock::time_point until);
    /// Sends it to as many as can be held, waits for what becomes of them, and goes on with the next ones.
    void deliver(const SignalOrder &order, const std::vector<Kin> &to);
    void awaitAll(const SignalOrder &order, const std::vector<Delivery> &deliveries,
                  std::vector<Aftermath> &aftermath);
    void resume();

    std::string m_root;
    HeldTargets m_targets;
    std::set<ProcessId> m_halted; ///< by us: they ran before
};

class SignalSender : public QObject {
    Q_OBJECT

public:
    /// @param root where /proc is: of this machine
    explicit SignalSender(std::string root, QObject *parent = nullptr);

    /// Takes hold of them, of those anew alone that are not held yet, and reads what they do about signals.
    void hold(const std::vector<Kin> &processes, const SamplePtr &sample) { emit wanted(processes, sample); }
    void send(const SignalOrder &order) { emit ordered(order); }
    /// The signal was sent by somebody else: only what becomes of them is told.
    void watch(const SignalOrder &order, const std::vector<Delivery> &deliveries)
    {
        emit watched(order, deliveries);
    }

signals:
    void held(const std::vector<forklore::Prospect> &prospects);
    /// Nothing was sent but SIGSTOP: these were started before all stood still. Without a further order all
    /// go on at the end.
    void grown(const std::vector<forklore::Kin> &newcomers);
    void done(const std::vector<forklore::Aftermath> &aftermath);

    // To the worker.
    void wanted(const std::vector<forklore::Kin> &processes, const forklore::SamplePtr &sample);
    void ordered(const forklore::SignalOrder &order);
    void watched(const forklore::SignalOrder &order, const std::vector<forklore::Delivery> &deliveries);

private:
    std::optional<WorkerThread> m_thread;
};

} // namespace forklore
