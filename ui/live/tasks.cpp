// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/tasks.h"

namespace forklore {

Tasks::Tasks(QObject *parent) : QObject(parent)
{
    qRegisterMetaType<Completion>();
    qRegisterMetaType<Task>();
    auto *worker = new TaskWorker;
    connect(this, &Tasks::wanted, worker, &TaskWorker::run);
    connect(worker, &TaskWorker::ran, this, [](const Completion &completion) { completion(); });
    m_thread.emplace(worker, QStringLiteral("tasks"));
}

} // namespace forklore
