// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inspections: reads sections of one process in a thread of its own, one at a time.
//
// While one is under way only the latest wish is kept: whoever runs down the list with the arrow keys gets
// the process they stop at, not all those they passed.
#pragma once

#include <optional>

#include <QObject>

#include "ui/live/thread.h"
#include "ui/models/inspection.h"

namespace forklore {

class InspectionWorker : public QObject {
    Q_OBJECT

public:
    explicit InspectionWorker(Inspector inspector) : m_inspector(std::move(inspector)) {}
    void inspect(const InspectionRequest &request);

signals:
    void inspected(const forklore::Inspection &inspection);

private:
    Inspector m_inspector;
};

class Inspections : public QObject {
    Q_OBJECT

public:
    explicit Inspections(Inspector inspector, QObject *parent = nullptr);
    ~Inspections() override;

    void ask(const InspectionRequest &request);

signals:
    void inspected(const forklore::Inspection &inspection);

    void wanted(const forklore::InspectionRequest &request); ///< to the worker

private:
    void finish(const Inspection &inspection);

    std::optional<WorkerThread> m_thread;
    std::optional<InspectionRequest> m_next;
    bool m_busy = false;
};

} // namespace forklore
