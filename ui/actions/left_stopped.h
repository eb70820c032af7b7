// SPDX-License-Identifier: GPL-3.0-or-later
//
// LeftStopped: at the start, processes that a Forklore has left stopped when it was killed with its guard are
// named, and can be continued. The files are read in a thread of its own.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QMessageBox>
#include <QObject>
#include <QPointer>

#include "core/host/control.h"
#include "ui/live/thread.h"

namespace forklore {

class LeftStoppedWorker : public QObject {
    Q_OBJECT

public:
    explicit LeftStoppedWorker(std::shared_ptr<const Control> control) : m_control(std::move(control)) {}
    void find();
    /// @param doContinue false: they stay stopped, and nobody is asked about them again
    void settle(bool doContinue);

signals:
    void found(const std::vector<forklore::ProcessRef> &processes);
    void refused(const std::vector<forklore::ProcessRef> &processes);

private:
    std::shared_ptr<const Control> m_control;
    std::vector<LeftStopped> m_left;
};

class LeftStoppedNotice : public QObject {
    Q_OBJECT

public:
    /// Shown over the window, which owns this.
    LeftStoppedNotice(std::shared_ptr<const Control> control, QWidget &window);

    /// The question, while it is asked; else null.
    [[nodiscard]] QMessageBox *box() const { return m_box; }

signals:
    // To the worker.
    void wanted();
    void answered(bool doContinue);

private:
    void ask(const std::vector<ProcessRef> &processes);
    void showRefused(const std::vector<ProcessRef> &processes);

    QWidget &m_window;
    QPointer<QMessageBox> m_box;
    std::optional<WorkerThread> m_thread;
};

} // namespace forklore
