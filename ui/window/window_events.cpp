// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the main window does with events: it hands them round, and leads to those whom they are about, living
// or dead.
#include <QActionGroup>

#include "ui/models/text/event_text.h"
#include "ui/window/main_window.h"

namespace forklore {

void MainWindow::makeEventsDock()
{
    m_eventsDock->setObjectName(QStringLiteral("events"));
    m_eventsDock->setWidget(m_events);
    addDockWidget(Qt::BottomDockWidgetArea, m_eventsDock);
    tabifyDockWidget(m_operationsDock, m_eventsDock);
    m_eventsDock->hide();
    connect(m_events, &EventsView::processLinked, this, &MainWindow::goTo);
    connect(m_events, &EventsView::clearWanted, this, [this] { m_session->clearEndings(); });
}

void MainWindow::openEvents(EventStream::Open open)
{
    auto *stream = new EventStream(std::move(open), m_session, this);
    connect(&m_sampler, &Sampler::sampled, stream, &EventStream::apply);
    connect(stream, &EventStream::received, this, &MainWindow::applyEvents);
    connect(stream, &EventStream::opened, this, [this](const EventCoverage &coverage, const QString &lacks) {
        m_status->setSource(sourceName(coverage), sourceText(coverage, lacks));
        m_events->setSource(coverage.isComplete() ? QString() : sourceText(coverage, lacks));
    });
    connect(stream, &EventStream::failed, this, [this](const QString &reason) {
        const auto text = tr("No events: %1").arg(reason);
        m_status->setSource(tr("none"), text);
        m_events->setSource(text);
    });
}

void MainWindow::applyEvents(const EventBatch &events)
{
    m_model.applyEvents(events->events);
    m_events->append(*events);
    m_details->applyEvents(events->events);
}

void MainWindow::goTo(const ProcessId &id)
{
    const auto sample = m_model.sample();
    const bool isHidden = sample && sample->snapshot->find(id) && !m_model.indexOf(id).isValid();
    if (isHidden && !m_model.filter().isEmpty())
        m_filter->field().setFilter({});
    if (m_model.indexOf(id).isValid())
        return m_view->select(id);
    // One that no sample has shown, or that is long gone: its life can still be read.
    if (const auto timeline = m_session->timeline(id)) {
        m_view->selectionModel()->clear(); // or there were no way back to the row that is the current one
        m_details->showUnsampled(asProcess(*timeline));
        m_details->showPane(QStringLiteral("life"));
        return;
    }
    showMessage(tr("Nothing is known of process %1 any more: it ended long ago").arg(id.pid));
}

void MainWindow::setEndedStay(std::optional<std::chrono::milliseconds> stay)
{
    m_model.setEndedStay(stay);
    for (auto *action : m_endedStays->actions())
        action->setChecked(action->data().toLongLong() == (stay ? stay->count() : 0));
}

} // namespace forklore
