// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/system_status.h"

#include <unistd.h>

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {
namespace {

QString part(const QString &number, const QString &word)
{
    return number + QLatin1Char(' ') + word;
}

} // namespace

SystemStatus::SystemStatus(QWidget *parent)
    : QStatusBar(parent),
      m_machine(new SteadyText),
      m_said(new SteadyText),
      m_source(new SteadyText(Qt::AlignRight)),
      m_own(new SteadyText(Qt::AlignRight))
{
    m_said->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long word widens no window
    m_said->setForegroundRole(QPalette::PlaceholderText);
    addWidget(m_machine);
    addWidget(m_said, 1);
    addPermanentWidget(m_source);
    addPermanentWidget(m_own);
    setSizeGripEnabled(false);
    setContentsMargins(8, 0, 8, 0);
}

void SystemStatus::takeSample(const SamplePtr &sample)
{
    const auto between = QStringLiteral("    ");
    const auto &census = sample->census;
    QStringList parts = {
        part(countText(census.processes), census.processes == 1 ? tr("process") : tr("processes")),
        part(countText(census.threads), census.threads == 1 ? tr("thread") : tr("threads")),
        part(countText(census.running), tr("running")),
        part(countText(census.zombies), census.zombies == 1 ? tr("zombie") : tr("zombies"))};
    if (census.stopped > 0)
        parts += part(countText(census.stopped), tr("stopped"));
    const auto load = sample->snapshot->load.and_then([](const LoadAverage &means) { return means.front(); });
    parts += part(tr("load"), load ? QString::number(*load, 'f', 2) : QStringLiteral("?"));
    if (sample->snapshot->vanished > 0) // between the listing and the reading
        parts += part(countText(sample->snapshot->vanished), tr("gone too soon to be read"));
    if (sample->snapshot->othersHidden)
        parts += tr("other users' processes are hidden (hidepid)");
    const auto line = parts.join(between);
    m_machine->setText(line);
    m_machine->setToolTip(
        toolTipOf(line + QStringLiteral("\n\n") +
                  tr("Processes and threads; those that run just now; ended ones whose parent has not "
                     "waited; the mean number that wanted to run in the last minute") +
                  (load ? QString() : tr(", which is not known: %1").arg(lineOf(load.error().message)))));

    const auto &cost = sample->cost;
    const auto cpu = cost.cpuShare ? percentText(*cost.cpuShare) + QStringLiteral(" % CPU, ") : QString();
    const auto rights = geteuid() == 0 ? tr("as root") + between : QString();
    const auto own = rights + tr("Forklore:") + QLatin1Char(' ') + cpu + bytesText(cost.residentBytes);
    m_own->setText(own);
    m_own->setToolTip(toolTipOf(
        own + QStringLiteral("\n\n") +
        tr("What Forklore itself costs: CPU, of one core, since the sample before; resident memory")));
}

void SystemStatus::setSource(const QString &name, const QString &about)
{
    m_source->setText(tr("events:") + QLatin1Char(' ') + name);
    m_source->setToolTip(toolTipOf(about));
}

void SystemStatus::say(const QString &text)
{
    m_said->setText(text);
    m_said->setToolTip(text);
}

} // namespace forklore
