// SPDX-License-Identifier: GPL-3.0-or-later
//
// TablePane: a pane that is a table with a search field above, and a line that says what it is.
#pragma once

#include <QHBoxLayout>
#include <QLineEdit>

#include "ui/details/pane.h"
#include "ui/details/section_table.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

class TablePane : public Pane {
    Q_OBJECT

public:
    void setMark(const QString &field) override { m_table->setMark(field); }
    [[nodiscard]] bool hasMark() const override { return m_table->markedRow().isValid(); }
    [[nodiscard]] SectionTable *table() const { return m_table; }

protected:
    TablePane(const PaneHeading &heading, QAbstractItemModel *model, QWidget *parent);

    void setNote(const QString &note) { m_note->setText(note); }
    /// A button or the like beside the search field.
    void addTool(QWidget *tool) { m_tools->insertWidget(m_tools->count() - 1, tool); }

    /// The rows of a section that was read, keeping the place unless it is another process.
    template <class Row>
    void showRows(RowsModel<Row> &model, std::vector<Row> rows, bool fresh)
    {
        if (fresh)
            model.resetRows(std::move(rows));
        else
            model.setRows(rows);
        showContent();
    }

private:
    SectionTable *m_table;
    QLabel *m_note;
    QHBoxLayout *m_tools;
};

} // namespace forklore
