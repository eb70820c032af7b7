// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/inspections.h"

#include <algorithm>
#include <utility>

#include "core/codec/sections.h"

namespace forklore {
namespace {

SectionValue read(const SectionReader &reader, const InspectionRequest &request)
{
    return traits(request.section).read(reader, request.id, *request.processes);
}

} // namespace

void InspectionWorker::inspect(const InspectionRequest &request)
{
    const auto start = m_now();
    auto value = m_read(request);
    const auto end = m_now();
    emit inspected({request.id, request.section, std::move(value), end, end - start, m_viewer});
}

Inspections::Inspections(const Host &host, QObject *parent)
    : Inspections([reader = SectionReader{host.inspector(), host.userNames(), host.groupNames()}](
                      const InspectionRequest &request) { return read(reader, request); },
                  std::chrono::steady_clock::now, parent)
{
    m_viewer = host.inspector()->system().viewer;
}

Inspections::Inspections(ReadSection read, SteadyNow now, QObject *parent)
    : QObject(parent), m_read(std::move(read)), m_now(std::move(now))
{
    qRegisterMetaType<Inspection>();
}

Inspections::~Inspections() = default;

Inspections::Lane &Inspections::laneOf(Section section)
{
    auto &lane = m_lanes[section];
    if (!lane.worker) {
        lane.worker = new InspectionWorker(m_read, m_now, m_viewer);
        connect(lane.worker, &InspectionWorker::inspected, this, &Inspections::finish);
        lane.thread.emplace(lane.worker, QStringLiteral("inspector"));
    }
    return lane;
}

void Inspections::ask(const InspectionRequest &request)
{
    auto &lane = laneOf(request.section);
    if (lane.busy) {
        lane.next = request;
        return;
    }
    if (isResting(lane, request) && !request.isAwaited)
        return;
    lane.busy = true;
    QMetaObject::invokeMethod(lane.worker, [worker = lane.worker, request] { worker->inspect(request); });
}

bool Inspections::isReading() const
{
    return std::ranges::any_of(m_lanes, [](const auto &lane) { return lane.second.busy; });
}

bool Inspections::isResting(const Lane &lane, const InspectionRequest &request) const
{
    return lane.rest && lane.rest->id == request.id && m_now() < lane.rest->until;
}

void Inspections::finish(const Inspection &inspection)
{
    auto &lane = laneOf(inspection.section);
    lane.busy = false;
    lane.rest = Rest{inspection.id, inspection.readAt + restPerReading * inspection.took};
    if (auto next = std::exchange(lane.next, std::nullopt)) {
        next->isAwaited = next->isAwaited && next->id != inspection.id; // it comes with this one
        ask(*next);
    }
    emit inspected(inspection);
}

} // namespace forklore
