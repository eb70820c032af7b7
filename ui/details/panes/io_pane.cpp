// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/panes/io_pane.h"

#include "ui/models/text/quantities.h"

namespace forklore {

IoPane::IoPane(QWidget *parent) : IoPane(makeIoModel(nullptr), parent) {}

IoPane::IoPane(IoModel *model, QWidget *parent)
    : TablePane({Section::Io, QStringLiteral("io"), tr("I/O")}, model, parent), m_model(model)
{
    findChild<QLineEdit *>()->setPlaceholderText(tr("Search in I/O")); // no word to be set in small letters
}

void IoPane::show(const Inspection &inspection, bool fresh)
{
    const auto &counters = std::get<Result<IoCounters>>(inspection.value);
    if (fresh)
        m_before.reset();
    if (!counters) {
        m_before.reset();
        return showReason(counters.error());
    }
    const IoReading now{*counters, inspection.readAt};
    setNote(m_before ? tr("Since the process began; per second over the last %1")
                           .arg(intervalText(now.at - m_before->at))
                     : tr("Since the process began; rates follow with the second reading"));
    showRows(*m_model, ioRows(now, m_before), fresh);
    m_before = now;
}

} // namespace forklore
