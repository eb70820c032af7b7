// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/lab_stage.h"

#include "ui/live/lab_worker.h"

namespace forklore {

LabStage::LabStage(const QString &program, QObject *parent) : QObject(parent)
{
    qRegisterMetaType<DemoStatePtr>();
    qRegisterMetaType<Order>();
    qRegisterMetaType<std::vector<SandboxProcess>>();
    auto *worker = new LabWorker(program.toStdString());
    connect(this, &LabStage::demoRunWanted, worker, &LabWorker::perform);
    connect(this, &LabStage::goWanted, worker, &LabWorker::go);
    connect(this, &LabStage::stopWanted, worker, &LabWorker::stop);
    connect(this, &LabStage::orderWanted, worker, &LabWorker::order);
    connect(this, &LabStage::endWanted, worker, &LabWorker::endChild);
    connect(this, &LabStage::killWanted, worker, &LabWorker::killChild);
    connect(this, &LabStage::clearWanted, worker, &LabWorker::clear);
    connect(worker, &LabWorker::sandboxMessage, this, &LabStage::sandboxMessage);
    connect(worker, &LabWorker::sandboxProcessesChanged, this, &LabStage::sandboxProcessesChanged);
    connect(worker, &LabWorker::changed, this, &LabStage::changed);
    connect(worker, &LabWorker::failed, this, &LabStage::failed);
    m_thread.emplace(worker, QStringLiteral("lab"));
}

LabStage::~LabStage() = default;

} // namespace forklore
