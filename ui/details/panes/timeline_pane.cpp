// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/panes/timeline_pane.h"

#include <QVBoxLayout>

#include "ui/models/text/event_text.h"
#include "ui/models/text/quantities.h"
#include "ui/models/text/state_text.h"

namespace forklore {

TimelinePane::TimelinePane(const Session &session, QWidget *parent)
    : Pane({Section::Overview, QStringLiteral("life"), tr("Life")}, parent),
      m_session(session),
      m_model(makeTimelineModel(nullptr)),
      m_line(new TimelineStrip),
      m_table(new SectionTable(m_model)),
      m_note(new QLabel)
{
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_table->setAccessibleName(tr("Life"));
    connect(m_table, &SectionTable::followed, this, [this](const QModelIndex &index) {
        if (const auto id = processIn(m_model->rows()[static_cast<std::size_t>(index.row())]))
            emit processLinked(*id);
    });
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_line);
    column->addWidget(m_note);
    column->addWidget(m_table, 1);
    setContent(content);
}

void TimelinePane::refresh(const ProcessId &id, const SamplePtr &sample)
{
    const auto timeline = m_session.timeline(id);
    const bool fresh = m_rowsOf != id; // not shown(): inspections of the overview come here as well
    m_rowsOf = id;
    markShown(id);
    if (!timeline)
        return showEmpty(sample->snapshot->find(id)
                             ? tr("No event of this process yet.")
                             : tr("No event of this process was recorded, or it was removed since."));
    const auto &snapshot = *sample->snapshot;
    const auto *process = snapshot.find(id);
    m_boot = steadyBoot(m_boot, snapshot.takenAt - snapshot.sinceBoot);
    TimelineContext context{
        snapshot.sinceBoot, m_boot, {}, process ? stateText(*process) : QString(), m_session.beginning()};
    if (id.start != ProcessId::unknownStart)
        context.started = sample->system.startOf(id.start);
    m_line->setMarks(timelineMarks(*timeline, context));
    if (fresh)
        m_model->resetRows(timelineRows(*timeline, context));
    else
        m_model->setRows(timelineRows(*timeline, context));
    QStringList notes;
    if (timeline->childrenBorn + timeline->childrenSeen + timeline->childrenEnded > 0) {
        auto children = tr("Children: %1 born").arg(countText(timeline->childrenBorn));
        if (timeline->childrenSeen > 0) // born of it, or adopted: nobody told
            children += tr(", %1 first seen below it").arg(countText(timeline->childrenSeen));
        notes += children + tr(", %1 ended, %2 of them failed.")
                                .arg(countText(timeline->childrenEnded), countText(timeline->childrenFailed));
    }
    if (timeline->leftOut > 0)
        notes += tr("%1 events in between are left out.").arg(countText(timeline->leftOut));
    if (timeline->events.empty())
        notes += tr("No event of it is known since Forklore was started.");
    m_note->setText(notes.join(QLatin1Char(' ')));
    m_note->setVisible(!notes.isEmpty());
    showContent();
}

} // namespace forklore
