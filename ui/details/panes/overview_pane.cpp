// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/panes/overview_pane.h"

#include <QEvent>
#include <QTimer>

#include "ui/details/link_label.h"
#include "ui/details/mark.h"
#include "ui/models/text/diagnostic_text.h"
#include "ui/models/text/overview_text.h"

namespace forklore {

OverviewPane::OverviewPane(std::function<SamplePtr()> sample, std::function<Past(const ProcessId &)> past,
                           QWidget *parent)
    : Pane({Section::Overview, QStringLiteral("overview"), tr("Overview")}, parent),
      m_sample(std::move(sample)),
      m_past(std::move(past)),
      m_facts(new FactGrid),
      m_note(new QLabel),
      m_diagnostics(new DiagnosticList),
      m_chain(new ChainView),
      m_children(new LinkLabel)
{
    m_children->setWordWrap(true);
    m_children->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(m_children, &QLabel::linkActivated, this, [this](const QString &link) {
        if (const auto id = processOfLink(link))
            emit processLinked(*id);
    });

    connect(m_diagnostics, &DiagnosticList::processLinked, this, &OverviewPane::processLinked);
    connect(m_chain, &ChainView::processLinked, this, &OverviewPane::processLinked);

    m_note->setWordWrap(true);
    m_note->hide();
    m_facts->addAbove(m_note);
    m_facts->addAbove(m_diagnostics);
    m_facts->addAbove(m_chain);
    m_facts->addBelow(m_children);
    setContent(m_facts);
}

void OverviewPane::setMark(const QString &field)
{
    m_facts->setMark(field);
    const bool isMarked = field == tr("Children");
    setMarked(*m_children, isMarked);
    if (isMarked)
        QTimer::singleShot(0, m_children, [this] { m_facts->ensureWidgetVisible(m_children); });
}

void OverviewPane::changeEvent(QEvent *event)
{
    Pane::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        setMarked(*m_children, m_children->autoFillBackground());
}

void OverviewPane::applyAddition(const Inspection &inspection)
{
    if (shown() != inspection.id)
        return;
    m_chain->setChain(std::get<Result<Chain>>(inspection.value), inspection.id);
}

void OverviewPane::showEnded(const Process &last, const QString &when)
{
    if (!last.stat)
        return Pane::showEnded(last, when);
    markShown(last.id);
    m_note->setText(when + QLatin1Char(' ') + tr("This is what the last sample showed."));
    m_note->show();
    m_facts->setGroups(lastSeenGroups(last, *m_sample()));
    m_chain->setChain(Chain(), last.id);
    m_children->clear();
    markEnded(last);
    showContent();
    markUnread();
}

void OverviewPane::markEnded(const Process &last)
{
    const auto fresh = false; // what is explained stays explained
    m_diagnostics->setDiagnostics(diagnosticsIn(*m_sample(), last, {}), fresh);
}

void OverviewPane::show(const Inspection &inspection, bool fresh)
{
    const auto &overview = std::get<Overview>(inspection.value);
    const auto sample = m_sample();
    if (!overview.identity)
        return showReason(overview.identity.error());
    m_note->hide();
    m_facts->setGroups(overviewGroups(overview, *sample));
    if (fresh)
        m_chain->setChain(Chain(), inspection.id);
    if (const auto *process = sample->snapshot->find(inspection.id)) {
        m_diagnostics->setDiagnostics(
            diagnosticsIn(*sample, *process, m_past(inspection.id), overview.look.value_or(CloserLook())),
            fresh);
        const auto text =
            tr("<b>Children</b>&nbsp;&nbsp; %1").arg(childrenLinks(*process, *sample->snapshot));
        if (m_children->text() != text)
            m_children->setText(text);
    }
    showContent();
}

} // namespace forklore
