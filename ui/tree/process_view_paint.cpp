// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the process view draws itself: only the rows on screen that changed, guides from child to parent.
#include <QPaintEvent>
#include <QPainter>

#include "ui/models/palette.h"
#include "ui/tree/process_delegate.h"
#include "ui/tree/process_view.h"

namespace forklore {

void ProcessView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &)
{
    // Qt's own looks for each row among all rows; the rows on screen are known here.
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        const auto painted = m_painted.constFind(topLeft.siblingAtRow(row).internalId());
        if (painted != m_painted.cend())
            viewport()->update(0, *painted, viewport()->width(), m_delegate->rowHeight());
    }
}

/// The rows on screen, and as many above and below: for a while a scrolled row has its lines at once.
std::vector<ProcessId> ProcessView::idsNearby() const
{
    const int page = viewport()->height() / m_delegate->rowHeight() + 1;
    auto index = indexAt({0, 0});
    int rows = 2 * page;
    for (auto above = indexAbove(index); above.isValid() && rows < 3 * page; above = indexAbove(above)) {
        index = above;
        ++rows;
    }
    std::vector<ProcessId> ids;
    for (; index.isValid() && rows > 0; index = indexBelow(index), --rows)
        ids.push_back(ProcessTreeModel::node(index).id);
    return ids;
}

/// Once a refresh, and when rows have come into sight that were far away: the session is locked for it.
void ProcessView::updateGraphs()
{
    std::vector<ProcessId> ids;
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const auto &graph = processColumns()[static_cast<std::size_t>(column)].graph;
        if (!graph || isColumnHidden(column))
            continue;
        if (ids.empty())
            ids = idsNearby();
        m_delegate->updateLines(*graph, ids);
        // Time goes on in the lines of rows that did not change.
        auto index = indexAt({0, 0});
        const int height = m_delegate->rowHeight();
        for (int y = visualRect(index).top(); index.isValid() && y < viewport()->height(); y += height) {
            if (m_delegate->isMoving(ProcessTreeModel::node(index), *graph))
                viewport()->update(columnViewportPosition(column), y, columnWidth(column), height);
            index = indexBelow(index);
        }
    }
}

void ProcessView::paintEvent(QPaintEvent *event)
{
    if (event->rect() == viewport()->rect())
        m_painted.clear();
    QTreeView::paintEvent(event);
    if (m_delegate->takeLacksLines())
        QMetaObject::invokeMethod(
            this,
            [this] {
                updateGraphs();
                viewport()->update();
            },
            Qt::QueuedConnection);
    if (m_model.rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(Palette::current().dimText);
    const auto text = !m_model.sample()            ? tr("Reading the processes …")
                      : m_model.filter().isEmpty() ? tr("There are no processes here.")
                                                   : tr("No process matches the filter. Esc clears it.");
    painter.drawText(viewport()->rect(), Qt::AlignCenter, text);
}

void ProcessView::scrollContentsBy(int dx, int dy)
{
    m_painted.clear();
    QTreeView::scrollContentsBy(dx, dy);
    viewport()->update();
}

void ProcessView::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    m_painted.insert(index.internalId(), option.rect.y());
    const auto &node = ProcessTreeModel::node(index);
    const auto &palette = Palette::current();
    const QRect whole(0, option.rect.y(), viewport()->width(), option.rect.height());
    if (m_marks.contains(node.id))
        painter->fillRect(whole, palette.markedRow);
    else if (selectionModel()->isSelected(index))
        painter->fillRect(whole, palette.selectedRow);
    else if (node.phase == ProcessNode::Phase::New)
        painter->fillRect(whole, palette.newRow);
    else if (node.phase == ProcessNode::Phase::Ended)
        painter->fillRect(whole, palette.endedRow);
    QTreeView::drawRow(painter, option, index);
}

void ProcessView::setMarks(const QHash<ProcessId, QString> &marks)
{
    m_marks = marks;
    m_delegate->setMarks(marks);
    viewport()->update();
}

void ProcessView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    int depth = 0;
    for (auto above = index.parent(); above.isValid(); above = above.parent())
        ++depth;
    const auto middleOf = [&](int level) { return rect.left() + level * indentation() + indentation() / 2; };
    painter->setPen(Palette::current().line);
    for (int level = 0; level < depth; ++level)
        painter->drawLine(middleOf(level), rect.top(), middleOf(level), rect.bottom());
    if (m_model.rowCount(index) == 0)
        return;
    constexpr qreal half = 3.5;
    const QPointF center(middleOf(depth) + 0.5, rect.center().y() + 0.5);
    QPolygonF triangle;
    if (isExpanded(index))
        triangle << center + QPointF(-half, -half / 2) << center + QPointF(half, -half / 2)
                 << center + QPointF(0, half * 0.8);
    else
        triangle << center + QPointF(-half / 2, -half) << center + QPointF(-half / 2, half)
                 << center + QPointF(half * 0.8, 0);
    painter->setRenderHint(QPainter::Antialiasing, true);
    painter->setPen(Qt::NoPen);
    painter->setBrush(Palette::current().dimText);
    painter->drawPolygon(triangle);
    painter->setRenderHint(QPainter::Antialiasing, false);
}

} // namespace forklore
