// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inspections: reads sections of one process, each kind of section in a thread of its own: one that takes
// long holds up no other.
//
// While a section is read only the latest request for it is kept: whoever runs down the list with the arrow
// keys gets the process they stop at, not all those they passed. And a section rests after it was read, ten
// times as long as the reading took, before it is read again: a process with 100 000 descriptors or 50 GB of
// memory keeps its thread busy for a tenth of the time at most. A request during the rest is dropped,
// unless its view is empty; views ask again with each sample.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>

#include <QObject>

#include "core/host/host.h"
#include "ui/live/thread.h"
#include "ui/models/sections/inspection.h"

namespace forklore {

/// Reads a section; called in the threads of the workers, several at a time.
using ReadSection = std::function<SectionValue(const InspectionRequest &)>;
/// The steady clock, or that of a test; called in all threads.
using SteadyNow = std::function<std::chrono::steady_clock::time_point()>;

class InspectionWorker : public QObject {
    Q_OBJECT

public:
    InspectionWorker(ReadSection read, SteadyNow now, const Viewer &viewer)
        : m_read(std::move(read)), m_now(std::move(now)), m_viewer(viewer)
    {
    }
    void inspect(const InspectionRequest &request);

signals:
    void inspected(const forklore::Inspection &inspection);

private:
    ReadSection m_read;
    SteadyNow m_now;
    Viewer m_viewer;
};

class Inspections : public QObject {
    Q_OBJECT

public:
    /// For how many times as long as its reading took a section rests.
    static constexpr int restPerReading = 10;

    explicit Inspections(const Host &host, QObject *parent = nullptr);
    explicit Inspections(ReadSection read, SteadyNow now = std::chrono::steady_clock::now,
                         QObject *parent = nullptr);
    ~Inspections() override;

    void ask(const InspectionRequest &request);
    /// Whether the answer to a request is on its way.
    [[nodiscard]] bool isReading() const;

signals:
    void inspected(const forklore::Inspection &inspection);

private:
    /// Of the process that a section was last read of: of another one it is read at once.
    struct Rest {
        ProcessId id;
        std::chrono::steady_clock::time_point until;
    };

    /// One kind of section.
    struct Lane {
        InspectionWorker *worker = nullptr; ///< its thread deletes it
        std::optional<WorkerThread> thread;
        std::optional<InspectionRequest> next;
        std::optional<Rest> rest;
        bool busy = false;
    };

    [[nodiscard]] Lane &laneOf(Section section);
    void finish(const Inspection &inspection);
    [[nodiscard]] bool isResting(const Lane &lane, const InspectionRequest &request) const;

    ReadSection m_read;
    SteadyNow m_now;
    Viewer m_viewer;
    std::map<Section, Lane> m_lanes; ///< of those that were asked for
};

} // namespace forklore
