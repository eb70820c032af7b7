// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/panes/credentials_pane.h"

#include "ui/models/text/credentials_text.h"

namespace forklore {

CredentialsPane::CredentialsPane(QWidget *parent)
    : Pane({Section::Rights, QStringLiteral("credentials"), tr("Credentials")}, parent), m_facts(new FactGrid)
{
    setContent(m_facts);
}

void CredentialsPane::show(const Inspection &inspection, bool)
{
    const auto &reading = std::get<CredentialsReading>(inspection.value);
    if (!reading.rights)
        return showReason(reading.rights.error());
    m_facts->setGroups(credentialsGroups(reading));
    showContent();
}

} // namespace forklore
