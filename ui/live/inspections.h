// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inspections: reads sections of one process in a thread of its own, one at a time.
//
// While one is under way only the latest wish is kept: whoever runs down the list with the arrow keys gets
// the process they stop at, not all those they passed. And a section rests after it was read, ten times as
// long as the reading took, before it is read again: a process with 100 000 descriptors or 50 GB of memory
// keeps the thread busy for a tenth of the time at most. A wish during the rest is dropped; views wish again
// with each sample.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>

#include <QObject>

#include "ui/live/thread.h"
#include "ui/models/inspection.h"

namespace forklore {

/// Reads a section; called in the thread of the worker.
using ReadSection = std::function<SectionValue(const InspectionRequest &)>;
/// The steady clock, or that of a test; called in both threads.
using SteadyNow = std::function<std::chrono::steady_clock::time_point()>;

class InspectionWorker : public QObject {
    Q_OBJECT

public:
    InspectionWorker(ReadSection read, SteadyNow now) : m_read(std::move(read)), m_now(std::move(now)) {}
    void inspect(const InspectionRequest &request);

signals:
    void inspected(const forklore::Inspection &inspection);

private:
    ReadSection m_read;
    SteadyNow m_now;
};

class Inspections : public QObject {
    Q_OBJECT

public:
    explicit Inspections(Inspector inspector, QObject *parent = nullptr);
    explicit Inspections(ReadSection read, SteadyNow now = std::chrono::steady_clock::now,
                         QObject *parent = nullptr);
    ~Inspections() override;

    void ask(const InspectionRequest &request);

signals:
    void inspected(const forklore::Inspection &inspection);

    void wanted(const forklore::InspectionRequest &request); ///< to the worker

private:
    /// Of the process that a section was last read of: of another one it is read at once.
    struct Rest {
        ProcessId id;
        std::chrono::steady_clock::time_point until;
    };

    void finish(const Inspection &inspection);
    [[nodiscard]] bool isResting(const InspectionRequest &request) const;

    SteadyNow m_now;
    std::map<Section, Rest> m_rests;
    std::optional<WorkerThread> m_thread;
    std::optional<InspectionRequest> m_next;
    bool m_busy = false;
};

} // namespace forklore
