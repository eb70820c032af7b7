// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/panes/signals_pane.h"

#include <QCheckBox>

namespace forklore {

SignalsPane::SignalsPane(QWidget *parent) : SignalsPane(makeSignalsModel(nullptr), parent) {}

SignalsPane::SignalsPane(SignalsModel *model, QWidget *parent)
    : TablePane({Section::Signals, QStringLiteral("signals"), tr("Signals")}, model, parent), m_model(model)
{
    auto *onlySet = new QCheckBox(tr("Only handled, blocked or pending"));
    onlySet->setToolTip(tr("Hides the signals that are neither caught, ignored, blocked nor pending"));
    connect(onlySet, &QCheckBox::toggled, this, &SignalsPane::setOnlySet);
    addTool(onlySet);
}

void SignalsPane::show(const Inspection &inspection, bool fresh)
{
    const auto &reading = std::get<Result<SignalReading>>(inspection.value);
    if (!reading)
        return showReason(reading.error());
    m_reading = *reading;
    setNote(signalsSummary(*reading));
    showRows(*m_model, signalRows(*reading, m_onlySet), fresh);
}

void SignalsPane::setOnlySet(bool onlySet)
{
    m_onlySet = onlySet;
    if (m_reading)
        m_model->setRows(signalRows(*m_reading, onlySet));
}

} // namespace forklore
