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
    void playmatesChanged(const std::vector<forklore::Playmate> &playmates);
    void playgroundSaid(const QString &text);
    void changed(int run, const forklore::AccountPtr &account);
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

    void lookAfterPlayground();
    void proceed();
    void tell();
    void end();

    Performance::Options m_options;
    std::unique_ptr<Performance> m_performance;
    Notifiers m_notifiers;
    int m_run = 0;
    QTimer *m_timer = nullptr;
    AccountPtr m_told;
    std::optional<Playground> m_playground;
    Notifiers m_playgroundNotifiers;
};

} // namespace forklore
