// SPDX-License-Identifier: GPL-3.0-or-later
//
// The thread of a worker object, which ends with its owner.
#pragma once

#include <memory>

#include <QDeadlineTimer>
#include <QThread>

namespace forklore {

class WorkerThread {
public:
    /// @param worker moves into the thread, which deletes it at its end
    WorkerThread(QObject *worker, const QString &name)
    {
        worker->moveToThread(m_thread.get());
        QObject::connect(m_thread.get(), &QThread::finished, worker, &QObject::deleteLater);
        m_thread->setObjectName(name);
        m_thread->start();
    }
    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;

    ~WorkerThread()
    {
        // A read of /proc may hang in the kernel, behind a process that holds its own memory map locked.
        // Nothing ends such a thread: it is left behind, rather than the window kept open.
        m_thread->quit();
        if (!m_thread->wait(QDeadlineTimer(std::chrono::seconds(2))))
            static_cast<void>(m_thread.release());
    }

private:
    std::unique_ptr<QThread> m_thread = std::make_unique<QThread>();
};

} // namespace forklore
