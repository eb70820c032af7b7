// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tasks: what has to ask the kernel while the window goes on, one after the other in a thread of its own.
#pragma once

#include <functional>
#include <optional>

#include <QObject>

#include "ui/live/thread.h"

namespace forklore {

/// What is done with the result, back in the window's thread.
using Completion = std::function<void()>;
/// Done in the other thread: captures values alone.
using Task = std::function<Completion()>;

class TaskWorker : public QObject {
    Q_OBJECT

public:
    void run(const Task &task) { emit ran(task()); }

signals:
    void ran(const forklore::Completion &completion);
};

class Tasks : public QObject {
    Q_OBJECT

public:
    explicit Tasks(QObject *parent = nullptr);

    /// @param ask in the other thread @param handle gets what it returned; never, once this object is gone
    template <class Ask, class Handle>
    void run(Ask ask, Handle handle)
    {
        emit wanted([ask = std::move(ask), handle = std::move(handle)]() -> Completion {
            return [result = ask(), handle] { handle(result); };
        });
    }

signals:
    void wanted(const forklore::Task &task); ///< to the worker

private:
    std::optional<WorkerThread> m_thread;
};

} // namespace forklore

Q_DECLARE_METATYPE(forklore::Completion)
Q_DECLARE_METATYPE(forklore::Task)
