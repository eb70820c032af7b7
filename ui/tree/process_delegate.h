// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessDelegate: draws the cells of the process tree. Qt's own delegate takes ten times as long.
#pragma once

#include <QAbstractItemDelegate>
#include <QHash>

#include "ui/models/process_tree_model.h"
#include "ui/tree/text_cache.h"

namespace forklore {

class ProcessDelegate : public QAbstractItemDelegate {
    Q_OBJECT

public:
    ProcessDelegate(const ProcessTreeModel &model, const QFont &font, QObject *parent);

    /// Where the lines of the graph columns come from; outlives the delegate.
    void setSession(const Session &session) { m_session = &session; }
    /// Whether the line in a cell moves on with time, though the process does nothing.
    [[nodiscard]] bool isMoving(const ProcessNode &node, Metric metric) const;
    /// Those that a demo points at, with the roles that they play.
    void setMarks(const QHash<ProcessId, QString> &marks) { m_marks = marks; }
    void setFont(const QFont &font) { m_texts = TextCache(font); }
    [[nodiscard]] int rowHeight() const;
    /// The width that shows the whole of a cell.
    [[nodiscard]] int widthOf(const QModelIndex &index) const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    void paintGraph(QPainter *painter, const QRect &cell, const ProcessNode &node, Metric metric) const;
    [[nodiscard]] std::vector<Series::Point> pointsOf(const ProcessNode &node, Metric metric) const;
    [[nodiscard]] QString graphTip(const ProcessNode &node, Metric metric) const;
    void paintBadge(QPainter *painter, const QRect &cell, int left, const ProcessNode &node) const;
    [[nodiscard]] int badgeRoom(const QString &badge) const;
    [[nodiscard]] QColor textColor(const ProcessNode &node, const ProcessColumn &column) const;

    const ProcessTreeModel &m_model;
    const Session *m_session = nullptr;
    QHash<ProcessId, QString> m_marks;
    mutable TextCache m_texts;
};

} // namespace forklore
