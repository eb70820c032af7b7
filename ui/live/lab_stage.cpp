// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/lab_stage.h"

#include "ui/live/lab_worker.h"

namespace forklore {

LabStage::LabStage(const QString &program, QObject *parent) : QObject(parent)
{
    qRegisterMetaType<AccountPtr>();
    auto *worker = new LabWorker(program.toStdString());
    connect(this, &LabStage::performanceWanted, worker, &LabWorker::perform);
    connect(this, &LabStage::goWanted, worker, &LabWorker::go);
    connect(this, &LabStage::stopWanted, worker, &LabWorker::stop);
    connect(worker, &LabWorker::changed, this, &LabStage::changed);
    connect(worker, &LabWorker::failed, this, &LabStage::failed);
    m_thread.emplace(worker, QStringLiteral("lab"));
}

LabStage::~LabStage() = default;

} // namespace forklore
