// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessDelegate: draws the cells of the process tree. Qt's own delegate takes ten times as long.
#pragma once

#include <map>
#include <utility>
#include <vector>

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
    /// Takes the lines of these processes out of the session, and forgets all others: painting asks it
    /// nothing.
    void updateLines(Metric metric, const std::vector<ProcessId> &ids);
    /// Whether a line was to be painted that had not been taken; not since the last call.
    [[nodiscard]] bool takeLacksLines() { return std::exchange(m_lacksLines, false); }
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
    /// Null: it was not taken yet.
    [[nodiscard]] const std::vector<Series::Point> *pointsOf(const ProcessNode &node, Metric metric) const;
    [[nodiscard]] QString graphTip(const ProcessNode &node, Metric metric) const;
    void paintBadge(QPainter *painter, const QRect &cell, int left, const ProcessNode &node) const;
    [[nodiscard]] int badgeRoom(const QString &badge) const;
    [[nodiscard]] QColor textColor(const ProcessNode &node, const ProcessColumn &column) const;

    const ProcessTreeModel &m_model;
    const Session *m_session = nullptr;
    std::map<Metric, QHash<ProcessId, std::vector<Series::Point>>> m_lines; ///< of the rows on screen
    mutable bool m_lacksLines = false;
    QHash<ProcessId, QString> m_marks;
    mutable TextCache m_texts;
};

} // namespace forklore
