// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessView: keeping the place, whatever rows come, go and move.
#include "ui/tree/process_view.h"

#include <cstdlib>

#include <QCursor>
#include <QScrollBar>

namespace forklore {

void ProcessView::holdPlace()
{
    m_refreshing = true;
    setAutoScroll(false); // or the view would run after a current row that goes
    m_anchor = QPersistentModelIndex();
    const auto pointer = viewport()->mapFromGlobal(QCursor::pos());
    // A pointer that rests no longer holds its row: after a re-sort the view would run after it.
    auto anchor = isPointedAt() && viewport()->underMouse() ? indexAt(pointer) : QModelIndex();
    const auto current = currentIndex();
    if (!anchor.isValid() && current.isValid() && viewport()->rect().intersects(visualRect(current)))
        anchor = current;
    if (!anchor.isValid() && verticalScrollBar()->value() > 0)
        anchor = indexAt({0, 0});
    rememberSuccessor(current);
    while (anchor.isValid() && ProcessTreeModel::node(anchor).phase == ProcessNode::Phase::Ended)
        anchor = indexBelow(anchor); // one that will go is no hold
    if (!anchor.isValid())
        return;
    m_anchor = anchor;
    m_belowAnchor = indexBelow(anchor);
    m_anchorTop = visualRect(anchor).top();
}

void ProcessView::rememberSuccessor(const QModelIndex &current)
{
    if (!current.isValid())
        return; // the successor of the one that went stays
    const auto lives = [](const QModelIndex &index) {
        return ProcessTreeModel::node(index).phase != ProcessNode::Phase::Ended;
    };
    auto successor = indexBelow(current);
    while (successor.isValid() && !lives(successor))
        successor = indexBelow(successor);
    m_successor = successor.isValid() ? successor : indexAbove(current);
}

QModelIndex ProcessView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    // When the current row has gone, an arrow key goes on from where it was.
    const bool byRow = action == MoveUp || action == MoveDown || action == MoveNext || action == MovePrevious;
    if (byRow && !currentIndex().isValid() && m_successor.isValid())
        return m_successor;
    return QTreeView::moveCursor(action, modifiers);
}

void ProcessView::restorePlace(bool resorted)
{
    executeDelayedItemsLayout();
    const auto rect = m_anchor.isValid() ? visualRect(m_anchor) : QRect(); // invalid in a closed branch too
    const int drift = rect.top() - m_anchorTop;
    // A row that a new order carried far away is no place to keep: what was looked at is the order itself.
    // With its neighbour still below it, it was rows above that went or came.
    const bool inOrder = m_belowAnchor.isValid() && indexBelow(m_anchor) == m_belowAnchor;
    if (rect.isValid() && (!resorted || inOrder || std::abs(drift) < viewport()->height() / 2))
        verticalScrollBar()->setValue(verticalScrollBar()->value() + drift);
    m_anchor = QPersistentModelIndex();
    m_belowAnchor = QPersistentModelIndex();
    setAutoScroll(true);
    updateGraphs();
    m_refreshing = false;
    if (chosen().isValid()) // else the last one is still shown: it has ended, or the filter hides it
        updateChosen();
}

void ProcessView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    // Qt would make a neighbour the current row, and the details would follow it to another process.
    const auto current = currentIndex();
    if (current.isValid() && current.parent() == parent && current.row() >= start && current.row() <= end) {
        selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
    }
    QTreeView::rowsAboutToBeRemoved(parent, start, end);
}

} // namespace forklore
