// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the signal dialog is put together.
#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScreen>

#include "ui/actions/dialog_parts.h"
#include "ui/actions/signal_dialog.h"

namespace forklore {

void SignalDialog::layOut()
{
    m_meaning->setForegroundRole(QPalette::PlaceholderText);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_table->setAccessibleName(tr("Who gets the signal"));
    m_table->header()->setStretchLastSection(true);
    m_newcomers->setToolTip(tr("All are stopped first, so that they start no others. What they have started "
                               "until then is shown, and asked about; with this it gets the signal as well"));

    m_signalsModel->setEmphasis(-1, nullptr); // here all are alike
    m_search->setPlaceholderText(tr("Search in signals"));
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, m_signals, &SectionTable::setFilterText);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        m_signals->setFocus();
        if (!m_signals->currentIndex().isValid())
            m_signals->setCurrentIndex(m_signals->model()->index(0, 0));
    });
    m_signals->setAccessibleName(tr("Signals"));
    m_signals->setSelectionMode(QAbstractItemView::SingleSelection);
    for (const int detail :
         {signalDispositionColumn, signalBlockedColumn,
          signalPendingColumn}) // what the process does about it: here the outcome is enough
        m_signals->setColumnHidden(detail, true);
    // What is selected, not what is current: a search that hides it would make a neighbour current.
    connect(m_signals->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const auto rows = m_signals->selectionModel()->selectedRows();
        setSignal(rows.isEmpty() ? std::nullopt : std::optional(rows.front().data(SortRole).toInt()));
    });

    m_choices = makeChoices();
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_note, 1);
    buttons->addWidget(m_kill);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_send);

    auto *column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addWidget(m_heading);
    column->addWidget(m_meaning);
    column->addWidget(m_search);
    column->addWidget(m_signals, 3);
    column->addWidget(m_choices);
    column->addWidget(m_table, 2);
    column->addWidget(m_warning);
    column->addWidget(m_newcomers);
    const bool any = !m_signal;
    column->addStretch(any ? 0 : 1);
    column->addLayout(buttons);
    for (auto *button : {m_kill, m_cancel, m_send})
        button->setAutoDefault(!any); // Enter ends the search there, and nothing else
    m_send->setDefault(!any);
    m_search->setVisible(any);
    m_signals->setVisible(any);
    constexpr QSize usual(780, 280);
    constexpr QSize withSignals(780, 620);
    constexpr QSize frame(0, 40); // what a window manager adds
    resize((any ? withSignals : usual).boundedTo(screen()->availableSize() - frame));
}

QWidget *SignalDialog::makeChoices()
{
    const bool one = m_chosen.size() == 1;
    addChoice(*m_scopes, one ? tr("This process alone") : tr("These processes alone"), {},
              static_cast<int>(Scope::Process));
    if (one) {
        addChoice(*m_scopes, tr("Its process group"), tr("A job of a shell, setpgid(2)"),
                  static_cast<int>(Scope::Group));
        addChoice(*m_scopes, tr("Its session"), tr("All that was started in its terminal, setsid(2)"),
                  static_cast<int>(Scope::Session));
    }
    addChoice(*m_scopes, one ? tr("It and its descendants") : tr("They and their descendants"),
              tr("The processes and all their descendants"), static_cast<int>(Scope::Tree));
    addChoice(*m_order, tr("children first"), tr("Nobody is orphaned on the way"),
              static_cast<int>(TreeOrder::LeavesFirst));
    addChoice(*m_order, tr("parents first"), tr("Nobody starts a new child for one that has ended"),
              static_cast<int>(TreeOrder::RootFirst));
    m_scopes->setAccessibleName(tr("To whom"));
    m_order->setAccessibleName(tr("In which order"));

    auto *choices = new QWidget;
    auto *row = new QHBoxLayout(choices);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(new QLabel(tr("To")));
    row->addWidget(m_scopes);
    row->addWidget(m_order);
    row->addStretch(1);
    return choices;
}

void SignalDialog::fitTable()
{
    constexpr int rowHeight = 22;
    constexpr int maxRows = 8; // of many: the rest is scrolled to
    const int header = m_table->header()->sizeHint().height() + rowHeight;
    const int rows = std::max(1, m_model->rowCount());
    m_table->setMinimumHeight(header + rowHeight * std::min(rows, maxRows));
    m_table->setMaximumHeight(header + rowHeight * rows);
}

} // namespace forklore
