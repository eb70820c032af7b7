// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/system_charts.h"

#include <algorithm>
#include <array>

#include <QContextMenuEvent>
#include <QMenu>

#include "ui/charts/span_menu.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/machine_memory_text.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/quantities.h"

namespace forklore {
namespace {

constexpr double percent = 0.01;

double oneWhole()
{
    return 1;
}

} // namespace

SystemCharts::SystemCharts(const Session &session, ChartCursor &cursor, QWidget *parent)
    : QScrollArea(parent), m_session(session), m_cursor(cursor)
{
    auto *content = new QWidget;
    m_layout = new QBoxLayout(QBoxLayout::TopToBottom, content);
    m_layout->setContentsMargins(12, 8, 12, 8);
    m_layout->setSpacing(10);
    m_processor = add(processorTraits());
    m_processor->setCursor(Qt::PointingHandCursor);
    connect(m_processor, &TimeChart::clicked, this, &SystemCharts::showLargest);
    m_memory = add(memoryTraits());
    add({.title = tr("Disk"),
         .tip = tr("Read from and written to whole disks"),
         .text = throughputText,
         .steps = Ceiling::Steps::Binary,
         .leastCeiling = kibibyte,
         .curves = {curve(tr("read"), &Palette::io, Quantity::DiskRead),
                    curve(tr("write"), &Palette::accent, Quantity::DiskWrite)},
         .reason = reasonOf(Quantity::DiskRead)});
    add({.title = tr("Network"),
         .tip = tr(
             "Received and sent over the network hardware, in Forklore's network namespace; in a container, "
             "over the interfaces it was given. What also passes a bridge, a bond, a VLAN or a tunnel counts "
             "once."),
         .text = throughputText,
         .steps = Ceiling::Steps::Binary,
         .leastCeiling = kibibyte,
         .curves = {curve(tr("in"), &Palette::io, Quantity::NetworkIn),
                    curve(tr("out"), &Palette::memory, Quantity::NetworkOut)},
         .reason = reasonOf(Quantity::NetworkIn)});
    add({.title = tr("Forks"),
         .tip = tr("New processes and threads a second, as the kernel counts them"),
         .text = rateText,
         .leastCeiling = 10,
         .curves = {curve({}, &Palette::events, Quantity::Forks)},
         .reason = reasonOf(Quantity::Forks)});
    add({.title = tr("Pressure"),
         .tip = tr(
             "How much of the time at least one process had to wait for the processor, memory or I/O (PSI, "
             "proc_pressure(5))"),
         .text = shareText,
         .leastCeiling = 10 * percent,
         .curves = {curve(tr("CPU"), &Palette::accent, Quantity::ProcessorPressure, Curve::Fill::Line),
                    curve(tr("memory"), &Palette::memory, Quantity::MemoryPressure, Curve::Fill::Line),
                    curve(tr("I/O"), &Palette::io, Quantity::IoPressure, Curve::Fill::Line)},
         .reason = reasonOf(Quantity::ProcessorPressure)});
    add({.title = tr("Processes"),
         .tip = tr("How many there are"),
         .text = amountText,
         .leastCeiling = 100,
         .curves = {curve({}, &Palette::events, Quantity::Processes)}});
    m_layout->addStretch(1);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("System charts"));
}

Curve SystemCharts::curve(const QString &name, QColor Palette::*color, Quantity quantity,
                          Curve::Fill fill) const
{
    return {
        name, color,
        [this, quantity](const Period &period) { return std::optional(m_session.series(quantity, period)); },
        fill};
}

std::function<QString()> SystemCharts::reasonOf(Quantity quantity) const
{
    return [this, quantity] {
        const auto error = m_session.missing(quantity);
        return error ? tr("not measured: %1").arg(displayText(error->message)) : QString();
    };
}

ChartTraits SystemCharts::processorTraits() const
{
    return {
        .title = tr("CPU"),
        .tip =
            tr("Time of all processors together: in programs, in the kernel, idle while waiting for I/O, and "
               "taken "
               "by the hypervisor. A click names the processes that used most at that moment."),
        .text = shareText,
        .whole = oneWhole,
        .stacked = true,
        .curves = {curve(tr("user"), &Palette::accent, Quantity::CpuUser),
                   curve(tr("system"), &Palette::events, Quantity::CpuSystem),
                   curve(tr("wait"), &Palette::io, Quantity::CpuIoWait),
                   curve(tr("steal"), &Palette::error, Quantity::CpuSteal)},
        .reason = reasonOf(Quantity::CpuUser)};
}

ChartTraits SystemCharts::coresTraits() const
{
    ChartTraits traits{
        .title = tr("CPU by core"),
        .tip = tr("How busy each processor was. A click names the processes that used most at that moment."),
        .text = shareText,
        .whole = oneWhole,
        .reason = reasonOf(Quantity::CpuUser)};
    constexpr std::array colors = {&Palette::accent, &Palette::events, &Palette::io,
                                   &Palette::memory, &Palette::good,   &Palette::error};
    for (const auto number : m_session.cores())
        traits.curves.push_back(
            {QString::number(number), colors.at(traits.curves.size() % colors.size()),
             [this, number](const Period &period) { return m_session.core(number, period); },
             Curve::Fill::Line});
    return traits;
}

ChartTraits SystemCharts::memoryTraits() const
{
    return {.title = tr("Memory"),
            .text = sizeText,
            .steps = Ceiling::Steps::Binary,
            .leastCeiling = kibibyte,
            .whole =
                [this] {
                    const auto &machine = m_sample ? m_sample->snapshot->machine : std::nullopt;
                    return machine && machine->memory
                               ? static_cast<double>(machine->memory->total.value_or(0))
                               : 0;
                },
            .curves = {curve(tr("used"), &Palette::memory, Quantity::MemoryUsed),
                       curve(tr("cache"), &Palette::dimText, Quantity::MemoryCache, Curve::Fill::Line),
                       curve(tr("free"), &Palette::good, Quantity::MemoryFree, Curve::Fill::Line),
                       curve(tr("swap"), &Palette::error, Quantity::SwapUsed, Curve::Fill::Line)},
            .reason = reasonOf(Quantity::MemoryUsed)};
}

TimeChart *SystemCharts::add(ChartTraits traits)
{
    auto *chart = new TimeChart(std::move(traits), m_cursor);
    m_layout->addWidget(chart);
    m_charts.push_back(chart);
    return chart;
}

void SystemCharts::applySample(const SamplePtr &sample)
{
    m_sample = sample;
    if (m_perCore && m_session.cores().size() != m_coreCount)
        showCores();
    const auto time = chartTimeOf(*sample, m_session);
    if (const auto &machine = sample->snapshot->machine; machine && machine->memory)
        m_memory->setTip(machineMemoryText(*machine->memory));
    for (auto *chart : m_charts)
        chart->setTime(time);
}

void SystemCharts::setSpan(std::chrono::seconds span)
{
    m_span = span;
    for (auto *chart : m_charts)
        chart->setSpan(span);
}

void SystemCharts::setPerCore(bool perCore)
{
    if (m_perCore == perCore)
        return;
    m_perCore = perCore;
    m_processor->setVisible(!perCore);
    showCores();
}

void SystemCharts::showCores()
{
    std::erase(m_charts, m_cores);
    if (m_cores) {
        m_cores->hide();
        m_cores->deleteLater(); // it may be in the midst of a click
    }
    m_cores = nullptr;
    m_coreCount = m_session.cores().size();
    if (!m_perCore)
        return;
    m_cores = new TimeChart(coresTraits(), m_cursor);
    m_cores->setSpan(m_span);
    m_cores->setCursor(Qt::PointingHandCursor);
    connect(m_cores, &TimeChart::clicked, this, &SystemCharts::showLargest);
    m_layout->insertWidget(0, m_cores);
    m_charts.push_back(m_cores);
    if (m_sample)
        m_cores->setTime(chartTimeOf(*m_sample, m_session));
}

/// Which processes used most at a moment, in a menu that leads to them.
void SystemCharts::showLargest(Moment moment)
{
    constexpr std::size_t maxShown = 10;
    if (!m_sample)
        return;
    const auto &snapshot = *m_sample->snapshot;
    QMenu menu(this);
    menu.addSection(tr("CPU at %1").arg(timeOfDayText(snapshot.takenAt - (snapshot.sinceBoot - moment))));
    const auto users = m_session.largest(Metric::Cpu, moment, maxShown);
    for (const auto &use : users) {
        const bool lives = snapshot.find(use.id) != nullptr;
        auto name = withoutKey(nameLine(use.comm));
        name += QStringLiteral(" %1").arg(use.id.pid) + (lives ? QString() : tr(" (has ended)"));
        auto *action = menu.addAction(name + QLatin1Char('\t') + shareText(use.value), this,
                                      [this, id = use.id] { emit processLinked(id); });
        action->setEnabled(lives);
    }
    if (users.empty())
        menu.addAction(tr("No process used any that was measured"))->setEnabled(false);
    menu.exec(QCursor::pos());
    m_cursor.moveTo(std::nullopt); // the charts are not told that the pointer left them for the menu
}

void SystemCharts::setOrientation(Qt::Orientation orientation)
{
    const bool row = orientation == Qt::Horizontal;
    m_layout->setDirection(row ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_layout->setStretch(m_layout->count() - 1, row ? 0 : 1);
}

QSize SystemCharts::sizeHint() const
{
    constexpr QSize usual(256, 140);
    return usual;
}

void SystemCharts::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    auto *cores = menu.addAction(tr("CPU by core"));
    cores->setCheckable(true);
    cores->setChecked(m_perCore);
    connect(cores, &QAction::toggled, this, &SystemCharts::setPerCore);
    menu.addSeparator();
    addSpanActions(menu, m_span, [this](std::chrono::seconds span) { setSpan(span); });
    menu.exec(event->globalPos());
    m_cursor.moveTo(std::nullopt);
}

} // namespace forklore
