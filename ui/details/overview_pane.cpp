// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/overview_pane.h"

#include "ui/models/text/overview_text.h"

namespace forklore {

OverviewPane::OverviewPane(std::function<SamplePtr()> sample, QWidget *parent)
    : Pane(Section::Overview, tr("Overview"), parent),
      m_sample(std::move(sample)),
      m_facts(new FactGrid),
      m_children(new QLabel)
{
    m_children->setWordWrap(true);
    m_children->setTextFormat(Qt::RichText);
    m_children->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(m_children, &QLabel::linkActivated, this, [this](const QString &link) {
        if (const auto id = processOfLink(link))
            emit processLinked(*id);
    });

    m_facts->addBelow(m_children);
    setContent(m_facts);
}

void OverviewPane::show(const Inspection &inspection, bool)
{
    const auto &overview = std::get<Overview>(inspection.value);
    const auto sample = m_sample();
    if (!overview.identity)
        return showReason(overview.identity.error());
    m_facts->setGroups(overviewGroups(overview, *sample));
    if (const auto *process = sample->snapshot->find(inspection.id)) {
        const auto text =
            tr("<b>Children</b>&nbsp;&nbsp; %1").arg(childrenLinks(*process, *sample->snapshot));
        if (m_children->text() != text)
            m_children->setText(text);
    }
    showContent();
}

} // namespace forklore
