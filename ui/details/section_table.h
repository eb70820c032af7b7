// SPDX-License-Identifier: GPL-3.0-or-later
//
// SectionTable: the table of a section. It sorts, filters, copies, and keeps its place when the rows are
// refreshed.
#pragma once

#include <QElapsedTimer>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTreeView>

class QMenu;

namespace forklore {

/// Cells of a section's table: dim ones, and bars that warn from 80 %.
class SectionDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// The row that has this text in one of its first cells stands out; empty: none does.
    void setMark(const QString &text) { m_mark = text; }
    [[nodiscard]] bool isMarked(const QModelIndex &index) const;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    QString m_mark;
};

/// The order and the search of a section's table; the title of the sorted column says so.
class OrderModel : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

class SectionTable : public QTreeView {
    Q_OBJECT

public:
    /// @param model a RowsModel, which the table takes for its own
    explicit SectionTable(QAbstractItemModel *model, QWidget *parent = nullptr);

    /// The row that has this text in one of its first cells stands out, and is scrolled to when it is there.
    void setMark(const QString &text);
    [[nodiscard]] QModelIndex markedRow() const;
    /// Shows only rows that contain the text in one of their cells.
    void setFilterText(const QString &text);
    [[nodiscard]] int shownRows() const { return m_order.rowCount(); }
    /// @param row of the model
    [[nodiscard]] bool isRowSelected(int row) const;
    /// The selected rows, or all, with tabs between the cells.
    [[nodiscard]] QString selectedText() const;
    void copySelected() const;

signals:
    /// A cell that leads somewhere was clicked, or a row with one was double-clicked or entered.
    /// @param index of the model, in the column that leads there
    void followed(const QModelIndex &index);
    /// What else can be done with a row may be added to its menu.
    /// @param index of the model
    void menuOpened(QMenu *menu, const QModelIndex &index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void followLinks();
    void revealMark();
    void follow(const QModelIndex &index);

    OrderModel m_order;
    SectionDelegate m_delegate;
    QString m_filterText;
    bool m_isMarkToReveal = false;
    QElapsedTimer m_followed;
};

} // namespace forklore
