// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/events_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QScrollBar>
#include <QVBoxLayout>

#include "core/base/clocks.h"
#include "core/filter/fields/event_fields.h"
#include "ui/models/text/event_text.h"
#include "ui/models/text/quantities.h"
#include "ui/tree/filter_help.h"

namespace forklore {
namespace {

/// Rows in the list; the session keeps more, which a narrower filter brings back.
constexpr std::size_t maxRows = 5000;

FilterLanguage eventLanguage()
{
    const auto &fields = eventVocabulary();
    return {fields, fieldNamed(fields, "name").value(),
            EventsView::tr("Filter: a name, or kind = exit and status != 0")};
}

QPushButton *toggle(const QString &text, const QString &tip)
{
    auto *button = new QPushButton(text);
    button->setToolTip(tip);
    button->setCheckable(true);
    return button;
}

} // namespace

EventsView::EventsView(const Session &session, ChartCursor &cursor, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_model(makeEventsModel(nullptr)),
      m_table(new SectionTable(m_model)),
      m_endingsModel(makeEndingsModel(nullptr)),
      m_endingsTable(new SectionTable(m_endingsModel)),
      m_tools(new QWidget),
      m_hold(toggle(tr("Hold"), tr("Lets nothing move; what happens meanwhile is not lost"))),
      m_follow(toggle(tr("Follow"), tr("Keeps the newest event in view"))),
      m_filterField(new FilterField(eventLanguage())),
      m_count(new QLabel),
      m_source(new QLabel),
      m_beside(new QWidget),
      m_splitter(new QSplitter(Qt::Horizontal))
{
    makeTools();
    makeEndings(cursor);
    m_table->setAccessibleName(tr("Events"));
    connect(m_table, &SectionTable::followed, this, [this](const QModelIndex &index) {
        if (const auto id = processIn(m_model->rows()[static_cast<std::size_t>(index.row())], index.column()))
            emit processLinked(*id);
    });
    // Who scrolls up wants to read; back at the end it follows again.
    connect(m_table->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        const auto *bar = m_table->verticalScrollBar();
        m_follow->setChecked(bar->sliderPosition() >= bar->maximum());
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this] { // by the keys, too
                if (const auto *bar = m_table->verticalScrollBar(); bar->value() < bar->maximum())
                    m_follow->setChecked(false);
            });
    connect(m_follow, &QPushButton::toggled, this, &EventsView::followNewest);
    connect(m_hold, &QPushButton::toggled, this, &EventsView::holdChanged);
    connect(m_filterField, &FilterField::applied, this, &EventsView::applyFilter);
    m_follow->setChecked(true);

    m_source->setForegroundRole(QPalette::PlaceholderText);
    m_source->setTextFormat(Qt::PlainText);
    m_source->setWordWrap(true);
    m_source->setContentsMargins(8, 0, 8, 4);
    m_source->hide();
    auto *list = new QWidget;
    auto *listColumn = new QVBoxLayout(list);
    listColumn->setContentsMargins(0, 0, 0, 0);
    listColumn->setSpacing(0);
    listColumn->addWidget(m_tools);
    listColumn->addWidget(m_source);
    listColumn->addWidget(m_table, 1);
    m_splitter->addWidget(list);
    m_splitter->addWidget(m_beside);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
}

void EventsView::makeTools()
{
    auto *row = new QHBoxLayout(m_tools);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(6);
    row->addWidget(m_hold);
    row->addWidget(m_follow);
    row->addWidget(m_filterField, 1);
    auto *help = new QPushButton(QStringLiteral("?"));
    help->setToolTip(tr("What can be asked of events"));
    help->setAccessibleName(tr("Help on the filter"));
    connect(help, &QPushButton::clicked, this, [this] { showEventFilterHelp(window()); });
    row->addWidget(help);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(m_count);
}

void EventsView::makeEndings(ChartCursor &cursor)
{
    m_rates = new TimeChart(
        {.title = tr("Starts and ends"),
         .tip = tr("Processes a second, from events; threads do not count"),
         .text = rateText,
         .leastCeiling = 10,
         .curves = {{tr("starts"), &Palette::events,
                     [this](const Period &period) { return std::optional(m_session.births(period)); }},
                    {tr("ends"), &Palette::error,
                     [this](const Period &period) { return std::optional(m_session.ends(period)); }}}},
        cursor);
    auto *title = new QLabel(tr("<b>Recently ended</b>"));
    title->setToolTip(tr("By program and parent, those with the most failures first; the last %1 groups")
                          .arg(Endings::maxGroups));
    auto *clear = new QPushButton(tr("Clear"));
    clear->setToolTip(tr("Begins to count anew"));
    connect(clear, &QPushButton::clicked, this, [this] {
        emit clearWanted();
        refreshEndings();
    });
    auto *row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->addWidget(title, 1);
    row->addWidget(clear);
    m_endingsTable->setAccessibleName(tr("Recently ended"));
    m_endingsTable->sortByColumn(0, Qt::DescendingOrder); // failures first
    connect(m_endingsTable, &SectionTable::followed, this, [this](const QModelIndex &index) {
        const auto &ending = m_endingsModel->rows()[static_cast<std::size_t>(index.row())];
        if (const auto id = processIn(ending, index.column()))
            emit processLinked(*id);
    });
    auto *column = new QVBoxLayout(m_beside);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    auto *chart = new QVBoxLayout;
    chart->setContentsMargins(8, 0, 8, 0);
    chart->addWidget(m_rates);
    column->addLayout(chart);
    column->addLayout(row);
    column->addWidget(m_endingsTable, 1);
}

void EventsView::setSource(const QString &line)
{
    m_source->setText(line);
    m_source->setVisible(!line.isEmpty());
}

void EventsView::applyFilter(const QString &text, const Expression &expression)
{
    EventFilter filter(text.toStdString(), expression);
    if (filter == m_filter)
        return;
    m_filter = std::move(filter);
    refill();
}

void EventsView::holdChanged(bool held)
{
    m_missed = 0;
    m_follow->setEnabled(!held);
    if (held)
        return countRows();
    refill();
    refreshEndings();
}

bool EventsView::isWanted(const Event &event) const
{
    // What nobody heard concerns every filter.
    return m_filter.isEmpty() || std::holds_alternative<Lost>(event.what) || m_filter.matches(event);
}

std::vector<EventRow> EventsView::rowsOf(const std::vector<Event> &events)
{
    std::vector<EventRow> rows;
    for (const auto &event : events) {
        if (isWanted(event))
            rows.push_back({m_next++, m_boot + event.at, event});
    }
    return rows;
}

void EventsView::append(const EventUpdate &update)
{
    m_total = update.total;
    m_lost = update.lost;
    if (m_hold->isChecked()) {
        m_missed += update.events.size();
        return countRows();
    }
    if (!isVisible()) {
        m_isFilled = false;
        return;
    }
    m_model->appendRows(rowsOf(update.events));
    trim();
    countRows();
    followNewest();
}

void EventsView::trim()
{
    constexpr std::size_t slack = 500; // not with every event
    const auto count = m_model->rows().size();
    if (count <= maxRows + slack)
        return;
    const bool follows = m_follow->isChecked();
    const QPersistentModelIndex read = m_table->indexAt({0, 0}); // it stays in place as those above it go
    const int top = m_table->visualRect(read).top();
    m_model->removeFirst(count - maxRows);
    auto *bar = m_table->verticalScrollBar();
    if (read.isValid())
        bar->setValue(bar->value() + m_table->visualRect(read).top() - top);
    m_follow->setChecked(follows);
}

void EventsView::refill()
{
    m_boot = steadyBoot(m_boot, wallClock() - bootClock());
    const auto until = m_total - m_missed; // held, those since then stay away
    m_model->resetRows(
        rowsOf(m_session.events(until, maxRows, [this](const Event &event) { return isWanted(event); })));
    m_isFilled = true;
    countRows();
    followNewest();
}

void EventsView::followNewest()
{
    if (m_follow->isChecked())
        m_table->scrollToBottom();
}

void EventsView::countRows()
{
    if (m_hold->isChecked()) {
        m_count->setText(tr("held, %1 since").arg(countText(m_missed)));
        m_count->setToolTip({});
        return;
    }
    auto text = m_total == 1 ? tr("1 event") : tr("%1 events").arg(countText(m_total));
    if (m_lost > 0)
        text += tr(", %1 lost").arg(countText(m_lost));
    m_count->setText(text);
    m_count->setToolTip(
        tr("Since Forklore was started. The last %1 are kept, %2 of those that match are listed.")
            .arg(countText(Timelines::maxEvents), countText(maxRows)));
}

void EventsView::applySample(const SamplePtr &sample)
{
    m_rates->setTime({sample->snapshot->sinceBoot, sample->snapshot->takenAt, std::chrono::seconds(30)});
    if (isVisible() && !m_hold->isChecked())
        refreshEndings();
}

void EventsView::refreshEndings()
{
    m_boot = steadyBoot(m_boot, wallClock() - bootClock());
    m_endingsModel->setRows(endingRows(m_session.endings(), m_boot));
}

void EventsView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_isFilled)
        refill();
    if (!m_hold->isChecked())
        refreshEndings();
}

void EventsView::resizeEvent(QResizeEvent *event)
{
    constexpr int roomForBoth = 700;
    m_beside->setVisible(width() >= roomForBoth);
    QWidget::resizeEvent(event);
}

QSize EventsView::sizeHint() const
{
    constexpr QSize usual(900, 260);
    return usual;
}

} // namespace forklore
