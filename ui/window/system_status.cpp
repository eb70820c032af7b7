// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/system_status.h"

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {
namespace {

QString part(const QString &number, const QString &word)
{
    return number + QLatin1Char(' ') + word;
}

/// What is hidden, in words; of several namespaces only how many they are.
QStringList noticeSummaries(const std::vector<Notice> &notices)
{
    QStringList hidden;
    QStringList namespaces;
    for (const auto &notice : notices) {
        const bool hides =
            notice.kind == Notice::Kind::HiddenProcesses || notice.kind == Notice::Kind::HiddenMachine;
        (hides ? hidden : namespaces) += QString::fromStdString(notice.summary);
    }
    if (namespaces.size() > 1)
        return hidden << SystemStatus::tr("inside %1 namespaces").arg(namespaces.size());
    return hidden + namespaces;
}

QString noticeExplanations(const std::vector<Notice> &notices)
{
    QString text;
    for (const auto &notice : notices)
        text += QStringLiteral("\n\n") + QString::fromStdString(notice.explanation);
    return text;
}

} // namespace

SystemStatus::SystemStatus(QWidget *parent)
    : QStatusBar(parent),
      m_readOnly(new QToolButton),
      m_machine(new SteadyText),
      m_message(new SteadyText),
      m_unanswered(new SteadyText(Qt::AlignRight)),
      m_source(new SteadyText(Qt::AlignRight)),
      m_own(new SteadyText(Qt::AlignRight))
{
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long word widens no window
    m_message->setForegroundRole(QPalette::PlaceholderText);
    addWidget(m_machine);
    addWidget(m_message, 1);
    addPermanentWidget(m_unanswered);
    m_readOnly->setText(tr("Read-only"));
    m_readOnly->setAutoRaise(true);
    m_readOnly->hide();
    connect(m_readOnly, &QToolButton::clicked, this, &SystemStatus::writableWanted);
    addPermanentWidget(m_readOnly);
    addPermanentWidget(m_source);
    m_unanswered->hide();
    addPermanentWidget(m_own);
    setSizeGripEnabled(false);
    setContentsMargins(8, 0, 8, 0);
}

void SystemStatus::applySample(const SamplePtr &sample)
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
    const auto notices = noticesOf(sample->system.viewer.place);
    parts += noticeSummaries(notices);
    const auto line = parts.join(between);
    m_machine->setText(line);
    m_machine->setToolTip(
        toolTipOf(line + QStringLiteral("\n\n") +
                  tr("Processes and threads; those that run just now; ended ones whose parent has not "
                     "waited; the mean number that wanted to run in the last minute") +
                  (load ? QString() : tr(", which is not known: %1").arg(displayText(load.error().message))) +
                  noticeExplanations(notices)));

    showUnanswered(sample->snapshot->unanswered);

    const auto &cost = sample->cost;
    const auto cpu = cost.cpuShare ? percentText(*cost.cpuShare) + QStringLiteral(" % CPU, ") : QString();
    const auto rights = sample->system.viewer.isRoot() ? tr("as root") + between : QString();
    const auto own = rights + tr("Forklore:") + QLatin1Char(' ') + cpu +
                     (cost.residentBytes ? bytesText(*cost.residentBytes) : tr("memory unknown"));
    m_own->setText(own);
    m_own->setToolTip(toolTipOf(
        own + QStringLiteral("\n\n") +
        tr("What Forklore itself costs: CPU, of one core, since the sample before; resident memory")));
}

void SystemStatus::showUnanswered(const std::vector<OverdueCall> &calls)
{
    m_unanswered->setVisible(!calls.empty());
    if (calls.empty())
        return;
    const auto line = [](const OverdueCall &call) {
        return tr("%1: no answer since %2").arg(displayText(call.what), timeOfDayText(call.since));
    };
    m_unanswered->setText(calls.size() == 1 ? line(calls.front())
                                            : tr("%1 reads without an answer").arg(countText(calls.size())));
    constexpr std::size_t maxLines = 20;
    QStringList lines;
    for (const auto &call : calls) {
        if (static_cast<std::size_t>(lines.size()) < maxLines)
            lines += line(call);
    }
    if (calls.size() > maxLines)
        lines += tr("and %1 more").arg(countText(calls.size() - maxLines));
    m_unanswered->setToolTip(toolTipOf(
        lines.join(QLatin1Char('\n')) + QStringLiteral("\n\n") +
        tr("What is read there waits in the kernel: for a process that keeps its memory map locked, a "
           "file system or a directory service that does not answer. Everything else goes on, and "
           "it is shown as soon as the answer comes.")));
}

void SystemStatus::setSource(const QString &name, const QString &about)
{
    m_source->setText(tr("events:") + QLatin1Char(' ') + name);
    m_source->setToolTip(toolTipOf(about));
}

void SystemStatus::setReadOnly(const QString &why)
{
    m_readOnly->setVisible(!why.isEmpty());
    m_readOnly->setToolTip(toolTipOf(why));
    m_readOnly->setAccessibleDescription(why);
}

void SystemStatus::showMessage(const QString &text)
{
    m_message->setText(text);
    m_message->setToolTip(toolTipOf(text));
}

} // namespace forklore
