// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/system_status.h"

#include <unistd.h>

#include "ui/models/text/quantities.h"

namespace forklore {
namespace {

QString part(const QString &number, const QString &word)
{
    return QStringLiteral("<b style=\"font-weight:500\">%1</b>&nbsp;%2").arg(number, word);
}

} // namespace

SystemStatus::SystemStatus(QWidget *parent)
    : QStatusBar(parent), m_machine(new QLabel), m_said(new QLabel), m_own(new QLabel)
{
    for (auto *label : {m_machine, m_own})
        label->setTextFormat(Qt::RichText);
    m_said->setTextFormat(Qt::PlainText);
    for (auto *label : {m_machine, m_said})
        label->setMinimumWidth(1); // or their text would make the window wider than a small screen
    m_said->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long word widens no window
    m_said->setForegroundRole(QPalette::PlaceholderText);
    m_machine->setToolTip(
        tr("Processes and threads; those that run just now; ended ones whose parent has not waited; "
           "the mean number that wanted to run in the last minute"));
    m_own->setToolTip(
        tr("What Forklore itself costs: CPU, of one core, since the sample before; resident memory"));
    addWidget(m_machine);
    addWidget(m_said, 1);
    addPermanentWidget(m_own);
    setSizeGripEnabled(false);
    setContentsMargins(8, 0, 8, 0);
}

void SystemStatus::takeSample(const SamplePtr &sample)
{
    const auto &census = sample->census;
    QStringList parts = {
        part(countText(census.processes), census.processes == 1 ? tr("process") : tr("processes")),
        part(countText(census.threads), census.threads == 1 ? tr("thread") : tr("threads")),
        part(countText(census.running), tr("running")),
        part(countText(census.zombies), census.zombies == 1 ? tr("zombie") : tr("zombies"))};
    if (census.stopped > 0)
        parts += part(countText(census.stopped), tr("stopped"));
    if (const auto &load = sample->snapshot->load)
        parts += tr("load") +
                 QStringLiteral("&nbsp;<b style=\"font-weight:500\">%1</b>").arg(load->front(), 0, 'f', 2);
    if (sample->snapshot->vanished > 0) // between the listing and the reading
        parts += part(countText(sample->snapshot->vanished), tr("gone too soon to be read"));
    if (sample->snapshot->othersHidden)
        parts += tr("other users' processes are hidden (hidepid)");
    m_machine->setText(parts.join(QStringLiteral("&nbsp;&nbsp;&nbsp; ")));

    const auto &cost = sample->cost;
    const auto cpu =
        cost.cpuShare ? percentText(*cost.cpuShare) + QStringLiteral("&nbsp;%&nbsp;CPU, ") : QString();
    const auto rights = geteuid() == 0 ? tr("as root") + QStringLiteral("&nbsp;&nbsp;&nbsp; ") : QString();
    m_own->setText(rights + tr("Forklore:") + QLatin1Char(' ') + cpu + bytesText(cost.residentBytes));
}

void SystemStatus::say(const QString &text)
{
    m_said->setText(text);
    m_said->setToolTip(text);
}

} // namespace forklore
