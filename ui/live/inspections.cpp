// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/inspections.h"

#include "ui/live/read_credentials.h"

namespace forklore {
namespace {

SectionValue read(const Inspector &inspector, const InspectionRequest &request)
{
    switch (request.section) {
    case Section::Overview:
        return Overview{inspector.identity(request.id), inspector.names(request.id)};
    case Section::Files:
        return inspector.descriptors(request.id);
    case Section::Limits:
        return inspector.limits(request.id, *request.processes);
    case Section::Environment:
        return inspector.environment(request.id);
    case Section::Signals:
        return inspector.signalReading(request.id, *request.processes);
    case Section::Credentials:
        return readCredentials(inspector, request.id);
    case Section::Arguments:
        break;
    }
    return inspector.arguments(request.id);
}

} // namespace

void InspectionWorker::inspect(const InspectionRequest &request)
{
    emit inspected({request.id, request.section, read(m_inspector, request)});
}

Inspections::Inspections(Inspector inspector, QObject *parent) : QObject(parent)
{
    qRegisterMetaType<InspectionRequest>();
    qRegisterMetaType<Inspection>();
    auto *worker = new InspectionWorker(std::move(inspector));
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
    m_busy = true;
    emit wanted(request);
}

void Inspections::finish(const Inspection &inspection)
{
    m_busy = false;
    if (m_next) {
        const auto next = *m_next;
        m_next.reset();
        ask(next);
    }
    emit inspected(inspection);
}

} // namespace forklore
