// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/errands.h"

namespace forklore {

Errands::Errands(QObject *parent) : QObject(parent)
{
    qRegisterMetaType<HomeComing>();
    qRegisterMetaType<Errand>();
    auto *worker = new ErrandWorker;
    connect(this, &Errands::wanted, worker, &ErrandWorker::run);
    connect(worker, &ErrandWorker::ran, this, [](const HomeComing &homeComing) { homeComing(); });
    m_thread.emplace(worker, QStringLiteral("errands"));
}

} // namespace forklore
