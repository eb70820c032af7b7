// SPDX-License-Identifier: GPL-3.0-or-later
//
// LabStage: performs demos in a thread of its own, one at a time, and tells of each change. What a demo has
// started ends with this object at the latest.
#pragma once

#include <memory>
#include <optional>

#include <QMetaType>
#include <QObject>

#include "core/lab/demo_run.h"
#include "core/lab/sandbox.h"
#include "ui/live/thread.h"

namespace forklore {

using DemoStatePtr = std::shared_ptr<const DemoState>;

class LabStage : public QObject {
    Q_OBJECT

public:
    /// @param program forklore-lab
    explicit LabStage(const QString &program, QObject *parent = nullptr);
    ~LabStage() override;

    /// Stops what is being performed, and begins. Returns the number of the run. @param demo outlives the
    /// stage
    int perform(const Demo &demo, std::size_t megabytes)
    {
        emit demoRunWanted(++m_run, &demo, megabytes);
        return m_run;
    }
    /// The moment at which the play is held has been seen.
    void go() { emit goWanted(); }
    void stop() { emit stopWanted(); }

    /// Starts children to try things with, beside those of earlier orders.
    void order(const Order &order) { emit orderWanted(order); }
    void endChild(Pid pid, int code) { emit endWanted(pid, code); }
    void killChild(Pid pid, int signal) { emit killWanted(pid, signal); }
    /// Ends them all.
    void clear() { emit clearWanted(); }

signals:
    void changed(int run, const forklore::DemoStatePtr &state);
    void failed(const QString &reason);

    void demoRunWanted(int run, const forklore::Demo *demo, std::size_t megabytes); ///< to the worker
    void goWanted();                                                                ///< to the worker
    void stopWanted();                                                              ///< to the worker

    /// The children that were ordered, or what has become of them.
    void sandboxProcessesChanged(const std::vector<forklore::SandboxProcess> &sandboxProcesses);
    /// Why a child does not do as it was told, or why there are none any more.
    void sandboxMessage(const QString &text);
    void orderWanted(const forklore::Order &order); ///< to the worker
    void endWanted(forklore::Pid pid, int code);    ///< to the worker
    void killWanted(forklore::Pid pid, int signal); ///< to the worker
    void clearWanted();                             ///< to the worker

private:
    int m_run = 0;
    std::optional<WorkerThread> m_thread;
};

} // namespace forklore

Q_DECLARE_METATYPE(forklore::DemoStatePtr)
Q_DECLARE_METATYPE(forklore::Order)
