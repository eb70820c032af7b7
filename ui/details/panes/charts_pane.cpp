// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/panes/charts_pane.h"

#include <algorithm>

#include <QMenu>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/charts/span_menu.h"
#include "ui/live/inspections.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {
namespace {

constexpr int chartWidth = 250;

} // namespace

ChartsPane::ChartsPane(const Session &session, ChartCursor &cursor, QWidget *parent)
    : Pane({Section::Mappings, QStringLiteral("charts"), tr("Charts")}, parent),
      m_session(session),
      m_grid(new QGridLayout),
      m_spans(new QPushButton),
      m_proportional(new QCheckBox(tr("Memory with PSS")))
{
    m_proportional->setToolTip(
        tr("The proportional share of memory: each shared page divided by the number of those "
           "that share it. The kernel walks over page tables for it, so it is measured only "
           "while this pane is shown, and seldom where it takes long."));
    m_spans->setProperty("menu", true); // for the style, before it is asked for anything
    m_spans->setToolTip(tr("How far back the charts go"));
    auto *spans = new QMenu(m_spans);
    m_spans->setMenu(spans);
    connect(spans, &QMenu::aboutToShow, this, [this, spans] {
        spans->clear();
        addSpanActions(*spans, m_span, [this](std::chrono::seconds span) { setSpan(span); });
    });

    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(0, 4, 0, 4);
    tools->addWidget(m_spans);
    tools->setSpacing(14);
    tools->addWidget(m_proportional);
    tools->addStretch(1);
    auto *charts = new QWidget;
    charts->setLayout(m_grid);
    charts->setBackgroundRole(QPalette::Base);
    m_grid->setContentsMargins(0, 4, 8, 8);
    m_grid->setHorizontalSpacing(24);
    m_grid->setVerticalSpacing(12);
    auto *scroll = new QScrollArea;
    scroll->setWidget(charts);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setBackgroundRole(QPalette::Base);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(tools);
    column->addWidget(scroll, 1);
    setContent(content);
    makeCharts(cursor);
    setSpan(m_span);
}

void ChartsPane::makeCharts(ChartCursor &cursor)
{
    using Steps = Ceiling::Steps;
    auto limit = curve(tr("limit"), &Palette::error, Metric::DescriptorLimit, Curve::Fill::Line);
    limit.scales = false; // far above, as a rule
    add({.title = tr("CPU"),
         .tip = tr("CPU time over the interval before each point; 100 % is one core"),
         .text = shareText,
         .leastCeiling = 0.1,
         .curves = {curve({}, &Palette::accent, Metric::Cpu)},
         .reason = reasonOf(Metric::Cpu)},
        cursor);
    add({.title = tr("Memory"),
         .tip = tr("In RAM, shared pages included (RSS); and its proportional share (PSS) on request"),
         .text = sizeText,
         .steps = Steps::Binary,
         .leastCeiling = kibibyte,
         .curves = {curve(tr("RSS"), &Palette::memory, Metric::Resident),
                    curve(tr("PSS"), &Palette::io, Metric::Proportional, Curve::Fill::Line)}},
        cursor);
    add({.title = tr("Storage"),
         .tip = tr("Bytes fetched from and to be written to storage (proc_pid_io(5))"),
         .text = throughputText,
         .steps = Steps::Binary,
         .leastCeiling = kibibyte,
         .curves = {curve(tr("read"), &Palette::io, Metric::ReadRate),
                    curve(tr("write"), &Palette::accent, Metric::WriteRate)},
         .reason = reasonOf(Metric::ReadRate, &Process::io)},
        cursor);
    add({.title = tr("Descriptors"),
         .tip = tr("Open file descriptors, and the soft limit of them"),
         .text = amountText,
         .leastCeiling = 10,
         .curves = {curve(tr("open"), &Palette::accent, Metric::Descriptors), limit},
         .reason = reasonOf(Metric::Descriptors, &Process::descriptorCount)},
        cursor);
    add({.title = tr("Threads"),
         .tip = tr("How many there are"),
         .text = amountText,
         .leastCeiling = 5,
         .curves = {curve({}, &Palette::events, Metric::Threads)}},
        cursor);
    add({.title = tr("Context switches"),
         .tip = tr("How often its threads gave up the processor or had it taken from them, a second"),
         .text = rateText,
         .leastCeiling = 10,
         .curves = {curve({}, &Palette::events, Metric::ContextSwitches)},
         .reason = reasonOf(Metric::ContextSwitches, &Process::contextSwitches)},
        cursor);
}

TimeChart *ChartsPane::add(ChartTraits traits, ChartCursor &cursor)
{
    auto *chart = new TimeChart(std::move(traits), cursor, m_grid->parentWidget()); // until it is arranged
    m_charts.push_back(chart);
    return chart;
}

Curve ChartsPane::curve(const QString &name, QColor Palette::*color, Metric metric, Curve::Fill fill) const
{
    return {name, color,
            [this, metric](const Period &period) { return m_session.series(m_id, metric, period); }, fill};
}

bool ChartsPane::isMeasured(Metric metric) const
{
    constexpr Moment any{};
    const auto series = m_session.series(m_id, metric, {any, any}); // a part of what is not empty is not
    return series && !series->isEmpty();
}

std::function<QString()> ChartsPane::reasonOf(Metric metric) const
{
    return [this, metric] { return isMeasured(metric) ? QString() : tr("not measured yet"); };
}

template <class T>
std::function<QString()> ChartsPane::reasonOf(Metric metric, std::optional<Result<T>> Process::*fact) const
{
    return [this, metric, fact] {
        if (isMeasured(metric))
            return QString();
        const auto *process = m_sample ? m_sample->snapshot->find(m_id) : nullptr;
        if (process && process->*fact && !*(process->*fact))
            return tr("not shown: %1").arg(displayText((process->*fact)->error().message));
        return tr("not measured yet");
    };
}

void ChartsPane::setSpan(std::chrono::seconds span)
{
    m_span = span;
    const auto minutes = span.count() / 60;
    m_spans->setText(minutes < 60 ? tr("Last %1 min").arg(minutes) : tr("Last %1 h").arg(minutes / 60));
    for (auto *chart : m_charts)
        chart->setSpan(span);
}

void ChartsPane::refresh(const ProcessId &id, const SamplePtr &sample)
{
    m_id = id;
    m_sample = sample;
    const auto time = chartTimeOf(*sample, m_session);
    for (auto *chart : m_charts)
        chart->setTime(time);
    markShown(id);
    showContent();
}

void ChartsPane::show(const Inspection &inspection, bool)
{
    // What takes long is read seldom (see Inspections): so long as that, and as a sample, nothing is missed.
    const auto due = std::max(m_session.step(), (Inspections::restPerReading + 1) * m_took) + inspection.took;
    const auto patience = 2 * due + due / 2; // one reading may be missed, and the next one be late
    m_took = inspection.took;
    const auto &mappings = std::get<MemoryUse>(inspection.value).mappings;
    const auto bytes = mappings ? pagesOf(*mappings).proportional : std::nullopt;
    if (bytes && m_proportional->isChecked())
        emit measured(inspection.id, Metric::Proportional, static_cast<double>(*bytes), patience);
}

void ChartsPane::resizeEvent(QResizeEvent *event)
{
    Pane::resizeEvent(event);
    arrange();
}

void ChartsPane::arrange()
{
    // As many beside each other as find room: all in two rows, as a rule.
    const int columns = std::clamp(width() / chartWidth, 1, 3);
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (std::size_t i = 0; i < m_charts.size(); ++i) {
        const int at = static_cast<int>(i);
        m_grid->addWidget(m_charts[i], at / columns, at % columns);
    }
    for (int column = 0; column < m_grid->columnCount(); ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

} // namespace forklore
