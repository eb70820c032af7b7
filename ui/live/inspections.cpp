// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/inspections.h"

#include "ui/live/read_credentials.h"

namespace forklore {
namespace {

constexpr int restPerReading = 10;

SectionValue read(const Inspector &inspector, const InspectionRequest &request)
{
    switch (request.section) {
    case Section::Overview:
        return Overview{inspector.identity(request.id), inspector.names(request.id),
                        inspector.closerLook(request.id, *request.processes)};
    case Section::Files:
        return inspector.descriptors(request.id);
    case Section::Limits:
        return inspector.limits(request.id, *request.processes);
    case Section::Environment:
        return inspector.environment(request.id);
    case Section::Threads:
        return inspector.threads(request.id);
    case Section::Memory:
        return MemoryUse{inspector.memoryCounts(request.id), inspector.mappings(request.id)};
    case Section::Io:
        return inspector.io(request.id);
    case Section::Signals:
        return inspector.signalReading(request.id, *request.processes);
    case Section::Credentials:
        return readCredentials(inspector, request.id);
    case Section::Peers:
        return inspector.peers(request.id);
    case Section::Chain:
        return inspector.chain(request.id);
    case Section::Arguments:
        break;
    }
    return inspector.arguments(request.id);
}

} // namespace

void InspectionWorker::inspect(const InspectionRequest &request)
{
    const auto start = m_now();
    auto value = m_read(request);
    const auto end = m_now();
    emit inspected({request.id, request.section, std::move(value), end, end - start});
}

Inspections::Inspections(Inspector inspector, QObject *parent)
    : Inspections([inspector = std::make_shared<Inspector>(std::move(inspector))](
                      const InspectionRequest &request) { return read(*inspector, request); },
                  std::chrono::steady_clock::now, parent)
{
}

Inspections::Inspections(ReadSection read, SteadyNow now, QObject *parent)
    : QObject(parent), m_now(std::move(now))
{
    qRegisterMetaType<InspectionRequest>();
    qRegisterMetaType<Inspection>();
    auto *worker = new InspectionWorker(std::move(read), m_now);
    connect(this, &Inspections::wanted, worker, &InspectionWorker::inspect);
    connect(worker, &InspectionWorker::inspected, this, &Inspections::finish);
    m_thread.emplace(worker, QStringLiteral("inspector"));
}

Inspections::~Inspections() = default;

void Inspections::ask(const InspectionRequest &request)
{
    if (m_busy) {
        m_next = request;
        return;
    }
    if (isResting(request))
        return;
    m_busy = true;
    emit wanted(request);
}

bool Inspections::isResting(const InspectionRequest &request) const
{
    const auto rest = m_rests.find(request.section);
    return rest != m_rests.end() && rest->second.id == request.id && m_now() < rest->second.until;
}

void Inspections::finish(const Inspection &inspection)
{
    m_busy = false;
    m_rests[inspection.section] = {inspection.id, inspection.readAt + restPerReading * inspection.took};
    if (m_next) {
        const auto next = *m_next;
        m_next.reset();
        ask(next);
    }
    emit inspected(inspection);
}

} // namespace forklore
