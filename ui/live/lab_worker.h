// SPDX-License-Identifier: GPL-3.0-or-later
//
// LabWorker: the part of the Lab's stage that lives in its thread.
#pragma once

#include <QSocketNotifier>
#include <QTimer>

#include "ui/live/lab_stage.h"

namespace forklore {

class LabWorker : public QObject {
    Q_OBJECT

public:
    explicit LabWorker(std::string program) { m_options.program = std::move(program); }

    void perform(int run, const Demo *demo, std::size_t megabytes);
    void go();
    void stop();

    void order(const Order &order);
    void endChild(Pid pid, int code);
    void killChild(Pid pid, int signal);
    void clear();

signals:
    void sandboxProcessesChanged(const std::vector<forklore::SandboxProcess> &sandboxProcesses);
    void sandboxMessage(const QString &text);
    void changed(int run, const forklore::DemoStatePtr &state);
    void failed(const QString &reason);

private:
    class Notifiers {
    public:
        template <class Slot>
        void watch(const std::vector<int> &handles, QObject *context, Slot slot);
        void clear();

    private:
        std::vector<QSocketNotifier *> m_all;
    };

    void lookAfterSandbox();
    void proceed();
    void emitState();
    void end();

    DemoRun::Options m_options;
    std::unique_ptr<DemoRun> m_demoRun;
    Notifiers m_notifiers;
    int m_run = 0;
    QTimer *m_timer = nullptr;
    DemoStatePtr m_lastState;
    std::optional<Sandbox> m_sandbox;
    Notifiers m_sandboxNotifiers;
};

} // namespace forklore
