// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/table_pane.h"

#include <QVBoxLayout>

namespace forklore {

TablePane::TablePane(const PaneHeading &heading, QAbstractItemModel *model, QWidget *parent)
    : Pane(heading, parent), m_table(new SectionTable(model)), m_note(new QLabel), m_tools(new QHBoxLayout)
{
    auto *search = new QLineEdit;
    search->setPlaceholderText(tr("Search in %1").arg(heading.title.toLower()));
    search->setClearButtonEnabled(true);
    search->setFixedWidth(200);
    connect(search, &QLineEdit::textChanged, m_table, &SectionTable::setFilterText);

    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_tools->setContentsMargins(0, 4, 0, 4);
    m_tools->setSpacing(10);
    m_tools->addWidget(m_note, 1);
    m_tools->addWidget(search);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_tools);
    column->addWidget(m_table, 1);
    setContent(content);
    m_table->setAccessibleName(heading.title);
}

} // namespace forklore
