// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/details_view.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QStackedLayout>
#include <QTabBar>
#include <QVBoxLayout>

#include "core/process/names/display_name.h"
#include "ui/details/link_label.h"
#include "ui/details/panes/charts_pane.h"
#include "ui/details/panes/credentials_pane.h"
#include "ui/details/panes/files_pane.h"
#include "ui/details/panes/io_pane.h"
#include "ui/details/panes/memory_pane.h"
#include "ui/details/panes/signals_pane.h"
#include "ui/details/panes/threads_pane.h"
#include "ui/details/section_panes.h"
#include "ui/models/palette.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/diagnostic_text.h"
#include "ui/models/text/event_text.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/overview_text.h"
#include "ui/models/text/quantities.h"

namespace forklore {

DetailsView::DetailsView(const Session &session, ChartCursor &cursor, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_name(new QLabel),
      m_summary(new QLabel),
      m_ancestry(new LinkLabel),
      m_tabs(new QTabWidget),
      m_empty(new QLabel(tr("Select a process to read what it is."))),
      m_overview(
          new OverviewPane([this] { return m_sample; }, [this](const ProcessId &id) { return pastOf(id); })),
      m_limits(new LimitsPane),
      m_timeline(new TimelinePane(session))
{
    auto title = m_name->font();
    title.setBold(true);
    title.setPointSizeF(title.pointSizeF() * 1.2);
    m_name->setFont(title);
    m_name->setTextFormat(Qt::PlainText);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_summary->setMinimumWidth(1); // or a long line would make the window wider than a small screen
    m_name->setMinimumWidth(1);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_ancestry->setWordWrap(true);
    m_ancestry->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(m_ancestry, &QLabel::linkActivated, this, [this](const QString &link) {
        if (const auto id = processOfLink(link))
            emit processLinked(*id);
    });

    connect(m_overview, &OverviewPane::processLinked, this, &DetailsView::processLinked);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->setUsesScrollButtons(true);
    auto *charts = new ChartsPane(session, cursor);
    connect(charts, &ChartsPane::measured, this, &DetailsView::measured);
    addPane(m_overview);
    addPane(charts);
    connect(m_timeline, &TimelinePane::processLinked, this, &DetailsView::processLinked);
    addPane(m_timeline);
    auto *files = new FilesPane;
    connect(files, &FilesPane::processLinked, this, &DetailsView::processLinked);
    addPane(files);
    connect(m_limits, &LimitsPane::editWanted, this, &DetailsView::limitEditWanted);
    addPane(m_limits);
    addPane(new EnvironmentPane);
    addPane(new ArgumentsPane);
    addPane(new SignalsPane);
    addPane(new ThreadsPane([this] { return m_sample; }));
    addPane(new MemoryPane);
    addPane(new CredentialsPane);
    addPane(new IoPane);
    connect(m_tabs, &QTabWidget::currentChanged, this, &DetailsView::ask);

    auto *heading = new QHBoxLayout;
    heading->setSpacing(12);
    heading->addWidget(m_name, 0, Qt::AlignBaseline);
    heading->addWidget(m_summary, 1, Qt::AlignBaseline);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(14, 10, 14, 0);
    column->setSpacing(4);
    column->addLayout(heading);
    column->addWidget(m_ancestry);
    column->addWidget(m_tabs, 1);

    static_cast<QLabel *>(m_empty)->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    auto *pages = new QStackedLayout(this);
    pages->addWidget(m_empty);
    pages->addWidget(content);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void DetailsView::addPane(Pane *pane)
{
    m_panes.push_back(pane);
    m_tabs->addTab(pane, pane->title());
}

Pane *DetailsView::pane() const
{
    return m_panes[static_cast<std::size_t>(m_tabs->currentIndex())];
}

void DetailsView::showPane(const QString &id)
{
    if (const auto position = paneIds().indexOf(id); position >= 0)
        m_tabs->setCurrentIndex(static_cast<int>(position));
}

void DetailsView::setMark(const ProcessId &id, const QString &pane, const QString &field)
{
    m_markOf = id;
    m_markPane = pane;
    m_markField = field;
    applyMark();
}

void DetailsView::applyMark()
{
    if (m_marked)
        m_marked->setMark({});
    const auto pane = m_id == m_markOf ? std::ranges::find(m_panes, m_markPane, &Pane::id) : m_panes.end();
    m_marked = pane == m_panes.end() ? nullptr : *pane;
    if (m_marked)
        m_marked->setMark(m_markField);
}

QStringList DetailsView::paneIds() const
{
    QStringList ids;
    for (const auto *pane : m_panes)
        ids += pane->id();
    return ids;
}

void DetailsView::setProcess(const Process &process, bool wasSampled)
{
    if (m_id == process.id)
        return;
    m_id = process.id;
    m_last = process;
    m_wasSampled = wasSampled;
    m_selectedAt = bootClock();
    emit processChanged(m_id);
    static_cast<QStackedLayout *>(layout())->setCurrentIndex(1);
    applyMark();
    showHeading();
    ask();
}

void DetailsView::showNothing()
{
    m_id.reset();
    emit processChanged(m_id);
    static_cast<QStackedLayout *>(layout())->setCurrentIndex(0);
}

void DetailsView::applySample(const SamplePtr &sample)
{
    m_sample = sample;
    m_boot = steadyBoot(m_boot, sample->snapshot->takenAt - sample->snapshot->sinceBoot);
    if (m_id)
        showHeading();
    if (m_id && isVisible())
        ask();
    emit sampleShown();
}

void DetailsView::applyEvents(const std::vector<Event> &events)
{
    const bool concerned = m_id && std::ranges::any_of(events, [&](const Event &event) {
                               return event.process.id == *m_id || parentIn(event) == *m_id;
                           });
    if (!concerned || !m_sample)
        return;
    showHeading();
    if (isVisible() && pane() == m_timeline)
        m_timeline->refresh(*m_id, m_sample);
}

void DetailsView::ask()
{
    if (!m_id || !m_sample)
        return;
    pane()->refresh(*m_id, m_sample);
    if (m_sample->snapshot->find(*m_id)) {
        const bool isAwaited = !isFilled();
        if (isAwaited)
            pane()->awaitSection();
        if (pane()->isReading())
            emit inspectionWanted({*m_id, pane()->section(), m_sample->snapshot, isAwaited});
    } else {
        showEnd();
    }
}

/// What was read of it stays. Where nothing was read in time, that is said.
void DetailsView::showEnd()
{
    const auto timeline = m_session.timeline(*m_id);
    if (timeline && !timeline->ended) {
        if (!isFilled())
            pane()->showUnread(tr("It is not in the last sample: the next one shows it, if it lives."));
        return;
    }
    auto last = *m_last;
    last.hasEnded = true;
    if (timeline && timeline->end) {
        const bool isKnown = last.exitStatus && *last.exitStatus; // a zombie has shown it
        if (!isKnown)
            last.exitStatus = timeline->end->status;
        last.lifetime = timeline->end->lifetime;
    }
    if (!m_wasSampled)
        last.stat = failure(ErrorKind::Gone, "no sample has shown it");
    if (isFilled() && pane()->isRead())
        pane()->markEnded(last);
    else
        pane()->showEnded(last, endedBeforeReading(timeline ? &*timeline : nullptr, m_selectedAt));
}

void DetailsView::showHeading()
{
    const auto *process = m_sample ? m_sample->snapshot->find(*m_id) : nullptr;
    if (process) {
        m_last = *process;
        m_wasSampled = true;
    }
    const auto set = [](QLabel *label, const QString &text) {
        if (label->text() != text)
            label->setText(text);
    };
    set(m_name, nameLine(displayName(*m_last)));
    if (!process) // what was last read of it stays: the past of a process that is no more
        set(m_summary, endedLine());
    else
        set(m_summary, summaryLine(*process, *m_sample));
    if (m_sample && (process || m_ancestryOf != *m_id))
        m_ancestryText = ancestryOf(*m_last);
    if (m_sample) // what it was is past
        set(m_ancestry, process ? m_ancestryText + headlineOf(*process) : m_ancestryText);
    m_ancestryOf = *m_id;
}

Past DetailsView::pastOf(const ProcessId &id) const
{
    Past past;
    past.stuckState = m_session.stuckState(id);
    const auto origin = m_session.origin(id);
    if (!origin)
        return past;
    past.bornOf = origin->bornOf;
    past.isBirthKnown = origin->isBirthHeard;
    if (const auto end = m_session.end(origin->bornOf.id))
        past.originEnd = text(*end);
    return past;
}

QString DetailsView::endedLine() const
{
    const auto timeline = m_session.timeline(*m_id);
    auto line = endedSummary(*m_id, timeline ? &*timeline : nullptr, m_boot);
    if (!timeline || timeline->ended)
        line += QStringLiteral(" · ") + tr("what is shown is how it was last seen");
    return line;
}

/// Of one that no sample holds, by the parent that it was last heard to have.
QString DetailsView::ancestryOf(const Process &process) const
{
    const auto timeline = m_session.timeline(process.id);
    return ancestryLinks(process, *m_sample->snapshot, timeline ? timeline->parent : std::nullopt);
}

/// What it is in a few words, as far as the sample alone tells; empty for nothing.
QString DetailsView::headlineOf(const Process &process) const
{
    const auto line =
        process.hasEnded ? std::string() : headline(diagnosticsIn(*m_sample, process, pastOf(process.id)));
    return line.empty() ? QString()
                        : QStringLiteral("&nbsp; · &nbsp;<span style=\"color:%1\">%2</span>")
                              .arg(Palette::current().dimText.name(), displayText(line).toHtmlEscaped());
}

void DetailsView::applyInspection(const Inspection &inspection)
{
    if (inspection.id != m_id)
        return; // an answer to an older question
    // Not always that of the visible pane: what was dear to read is kept for when its pane is looked at
    // again.
    const bool ended = !m_sample->snapshot->find(inspection.id);
    for (auto *pane : m_panes) {
        if (pane->section() == inspection.section && !(ended && pane->shown() == m_id && pane->isRead()))
            pane->apply(inspection);
        else if (pane->addition() == inspection.section)
            pane->applyAddition(inspection);
    }
    if (const auto addition = pane()->addition();
        addition && inspection.section == pane()->section() && !ended)
        askForAddition(*addition); // only now: a wish for it must not displace that for the pane
}

/// Not with every sample: it takes a look at the descriptors of all processes, and seldom changes.
void DetailsView::askForAddition(Section addition)
{
    constexpr qint64 oftenEnough = 10'000; // ms
    if (m_additionOf == *m_id && m_addition == addition && !m_sinceAddition.hasExpired(oftenEnough))
        return;
    m_additionOf = *m_id;
    m_addition = addition;
    m_sinceAddition.start();
    emit inspectionWanted({*m_id, addition, m_sample->snapshot});
}

bool DetailsView::isFilled() const
{
    return m_id && pane()->shown() == m_id;
}

void DetailsView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_id)
        showHeading(); // rich text keeps the colours that it was made with
}

} // namespace forklore
