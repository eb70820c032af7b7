// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/process_view.h"

#include <QApplication>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>

#include "ui/tree/process_delegate.h"

namespace forklore {
namespace {

constexpr int indent = 16;

/// Numbers that measure something are of interest from the largest down.
Qt::SortOrder firstOrder(int column)
{
    const auto &id = std::string_view(processColumns()[static_cast<std::size_t>(column)].id);
    const bool measure = id == "cpu" || id == "cpu-time" || id == "memory" || id == "virtual" ||
                         id == "threads" || id == "descriptors";
    return measure ? Qt::DescendingOrder : Qt::AscendingOrder;
}

} // namespace

ProcessView::ProcessView(ProcessTreeModel &model, QWidget *parent)
    : QTreeView(parent), m_model(model), m_delegate(new ProcessDelegate(model, font(), this))
{
    setModel(&model);
    setItemDelegate(m_delegate);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setIndentation(indent);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setAccessibleName(tr("Processes"));

    header()->setSectionsClickable(true);
    header()->setSortIndicatorShown(true);
    header()->setSortIndicator(model.sortColumn(), model.sortOrder());
    header()->setFirstSectionMovable(false);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setStretchLastSection(true);
    for (int column = 0; column < model.columnCount(); ++column) {
        const auto &about = processColumns()[static_cast<std::size_t>(column)];
        header()->resizeSection(column, about.width);
        setColumnHidden(column, !about.shown);
    }
    connect(header(), &QHeaderView::sectionClicked, this, &ProcessView::headerClicked);
    connect(header(), &QHeaderView::sectionHandleDoubleClicked, this, &ProcessView::fitColumn);
    connect(&model, &ProcessTreeModel::aboutToRefresh, this, &ProcessView::holdPlace);
    connect(&model, &ProcessTreeModel::refreshed, this, &ProcessView::restorePlace);
    connect(&model, &ProcessTreeModel::adopted, this, &ProcessView::openParent);
    connect(this, &QTreeView::expanded, this,
            [this](const QModelIndex &index) { rememberToggle(index, true); });
    connect(this, &QTreeView::collapsed, this,
            [this](const QModelIndex &index) { rememberToggle(index, false); });
}

void ProcessView::setColors(const Palette &palette)
{
    m_palette = palette;
    m_delegate->setPalette(palette);
    viewport()->update();
}

bool ProcessView::isPointedAt() const
{
    constexpr qint64 rest = 1500; // ms
    const bool moving = m_pointerMoved.isValid() && m_pointerMoved.elapsed() < rest;
    return (moving && viewport()->underMouse()) || QApplication::activePopupWidget() != nullptr ||
           QApplication::mouseButtons() != Qt::NoButton;
}

SampleRequest ProcessView::request() const
{
    SampleRequest request;
    const auto &columns = processColumns();
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (columns[column].needs && !isColumnHidden(static_cast<int>(column)))
            request.ofView.*columns[column].needs = true;
    }
    if (const auto needs = columns[static_cast<std::size_t>(m_model.sortColumn())].needs)
        request.ofAll.*needs = true;
    for (auto index = indexAt({0, 0}); index.isValid(); index = indexBelow(index)) {
        if (visualRect(index).top() > viewport()->height())
            break;
        request.view.push_back(ProcessTreeModel::node(index).id.pid);
    }
    return request;
}

void ProcessView::select(const ProcessId &id)
{
    const auto index = m_model.indexOf(id);
    if (!index.isValid())
        return;
    for (auto above = index.parent(); above.isValid(); above = above.parent())
        expand(above);
    setCurrentIndex(index);
    scrollTo(index);
}

void ProcessView::goToParent()
{
    if (const auto parent = currentIndex().parent(); parent.isValid())
        select(ProcessTreeModel::node(parent).id);
    else if (currentIndex().isValid() && m_model.shape() == ProcessTreeModel::Shape::List) {
        const auto &process = *ProcessTreeModel::node(currentIndex()).process;
        const auto above = process.stat ? m_model.indexOfPid(process.stat->ppid) : QModelIndex();
        if (above.isValid())
            select(ProcessTreeModel::node(above).id);
    }
}

void ProcessView::setFiltered(bool filtered)
{
    if (m_filtered == filtered)
        return;
    m_filtered = filtered;
    applyExpansion();
}

void ProcessView::setColumnShown(int column, bool shown)
{
    setColumnHidden(column, !shown);
}

void ProcessView::fitColumn(int column)
{
    // Of the rows on screen: asking every row would lay out thousands of texts.
    int width = header()->sectionSizeHint(column);
    for (auto index = indexAt({0, 0}); index.isValid() && visualRect(index).top() < viewport()->height();
         index = indexBelow(index)) {
        int depth = 0;
        for (auto above = index.parent(); column == 0 && above.isValid(); above = above.parent())
            ++depth;
        const int branches = column == 0 ? (depth + 1) * indent : 0;
        width = std::max(width, m_delegate->widthOf(index.siblingAtColumn(column)) + branches);
    }
    constexpr int widest = 1200;
    header()->resizeSection(column, std::min(width, widest));
}

void ProcessView::sortBy(int column, Qt::SortOrder order)
{
    header()->setSortIndicator(column, order);
    m_model.sort(column, order);
}

void ProcessView::headerClicked(int column)
{
    const bool again = column == m_model.sortColumn();
    const auto turned = m_model.sortOrder() == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
    sortBy(column, again ? turned : firstOrder(column));
}

// Opening and closing. Every process with children is open by itself, but for the kernel's own threads; what
// the person did otherwise is remembered by identity, so it outlives filters and the list.

bool ProcessView::opens(const QModelIndex &index) const
{
    const auto &node = ProcessTreeModel::node(index);
    return m_filtered || node.process->isKernelThread() == m_toggled.contains(node.id);
}

void ProcessView::rememberToggle(const QModelIndex &index, bool expanded)
{
    if (m_arranging || m_filtered)
        return;
    const auto &node = ProcessTreeModel::node(index);
    if (expanded == node.process->isKernelThread())
        m_toggled.insert(node.id);
    else
        m_toggled.remove(node.id);
}

void ProcessView::openParent(const QModelIndex &parent)
{
    if (!parent.isValid() || !opens(parent))
        return;
    m_arranging = true;
    scheduleDelayedItemsLayout(); // with a layout pending, opening a row only notes it
    expand(parent);
    m_arranging = false;
}

void ProcessView::applyExpansion()
{
    m_arranging = true;
    scheduleDelayedItemsLayout();
    QModelIndexList ahead = {QModelIndex()};
    while (!ahead.isEmpty()) {
        const auto parent = ahead.takeLast();
        if (parent.isValid())
            setExpanded(parent, opens(parent));
        for (int row = 0; row < m_model.rowCount(parent); ++row) {
            if (const auto child = m_model.index(row, 0, parent); m_model.rowCount(child) > 0)
                ahead.append(child);
        }
    }
    executeDelayedItemsLayout();
    m_arranging = false;
    viewport()->update();
}

void ProcessView::setEverythingExpanded(bool expanded)
{
    m_toggled.clear();
    const auto sample = m_model.sample();
    if (!sample)
        return;
    for (const auto &process : sample->snapshot->processes) {
        if (process.isKernelThread() == expanded)
            m_toggled.insert(process.id);
    }
    applyExpansion();
}

// Keeping the place.

void ProcessView::holdPlace()
{
    setAutoScroll(false); // or the view would run after a current row that goes
    m_anchor = QPersistentModelIndex();
    const auto pointer = viewport()->mapFromGlobal(QCursor::pos());
    auto anchor = viewport()->underMouse() ? indexAt(pointer) : QModelIndex();
    if (!anchor.isValid() && verticalScrollBar()->value() > 0)
        anchor = indexAt({0, 0});
    while (anchor.isValid() && ProcessTreeModel::node(anchor).life == ProcessNode::Life::Ended)
        anchor = indexBelow(anchor); // one that will go is no hold
    if (!anchor.isValid())
        return;
    m_anchor = anchor;
    m_anchorTop = visualRect(anchor).top();
}

void ProcessView::restorePlace()
{
    executeDelayedItemsLayout();
    if (m_anchor.isValid()) {
        const int drift = visualRect(m_anchor).top() - m_anchorTop;
        if (drift != 0)
            verticalScrollBar()->setValue(verticalScrollBar()->value() + drift);
    }
    m_anchor = QPersistentModelIndex();
    setAutoScroll(true);
}

void ProcessView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QTreeView::rowsInserted(parent, start, end);
    openParent(parent);
}

void ProcessView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    // Qt would make a neighbour the current row, and the details would follow it to another process.
    const auto current = currentIndex();
    if (current.isValid() && current.parent() == parent && current.row() >= start && current.row() <= end) {
        const QSignalBlocker silence(this);
        selectionModel()->clearSelection();
        selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
    }
    QTreeView::rowsAboutToBeRemoved(parent, start, end);
}

void ProcessView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    if (current.isValid() && (!previous.isValid() || current.internalPointer() != previous.internalPointer()))
        emit currentProcessChanged(*ProcessTreeModel::node(current).process);
}

void ProcessView::mouseMoveEvent(QMouseEvent *event)
{
    m_pointerMoved.start();
    QTreeView::mouseMoveEvent(event);
}

void ProcessView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        m_delegate->setFont(font());
    QTreeView::changeEvent(event);
}

// Finding by typing.

void ProcessView::keyboardSearch(const QString &search)
{
    const qint64 interval = 3LL * QApplication::keyboardInputInterval(); // ms
    const bool goesOn = m_typedAt.isValid() && m_typedAt.elapsed() < interval;
    m_typed = goesOn ? m_typed + search : search;
    m_typedAt.start();
    auto from = currentIndex();
    if (!goesOn && from.isValid())
        from = indexBelow(from); // a new search goes on from the row after the current one
    const auto match = nextMatch(m_typed, from);
    if (match.isValid())
        select(ProcessTreeModel::node(match).id);
    emit searching(m_typed, match.isValid());
}

QModelIndex ProcessView::nextMatch(const QString &text, const QModelIndex &from) const
{
    // Every row in the order of the tree, closed branches too; then those before `from` once more.
    QModelIndexList rows;
    QModelIndexList ahead = {QModelIndex()};
    while (!ahead.isEmpty()) {
        const auto parent = ahead.takeLast();
        if (parent.isValid())
            rows.append(parent);
        for (int row = m_model.rowCount(parent) - 1; row >= 0; --row)
            ahead.append(m_model.index(row, 0, parent));
    }
    const auto start = std::max<qsizetype>(0, rows.indexOf(from.siblingAtColumn(0)));
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const auto &row = rows.at((start + i) % rows.size());
        const auto &node = ProcessTreeModel::node(row);
        const bool named = QString::number(node.id.pid).startsWith(text) ||
                           m_model.cellText(node, 0).startsWith(text, Qt::CaseInsensitive);
        if (named && node.life != ProcessNode::Life::Ended)
            return row;
    }
    return {};
}

// Drawing.

void ProcessView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &)
{
    // Qt's own looks for each row among all rows; the rows on screen are known here.
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        const auto painted = m_painted.constFind(topLeft.siblingAtRow(row).internalId());
        if (painted != m_painted.cend())
            viewport()->update(0, *painted, viewport()->width(), m_delegate->rowHeight());
    }
}

void ProcessView::paintEvent(QPaintEvent *event)
{
    if (event->rect() == viewport()->rect())
        m_painted.clear();
    QTreeView::paintEvent(event);
    if (m_model.rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(m_palette.dimText);
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
    const QRect whole(0, option.rect.y(), viewport()->width(), option.rect.height());
    if (selectionModel()->isSelected(index))
        painter->fillRect(whole, m_palette.selectedRow);
    else if (node.life == ProcessNode::Life::New)
        painter->fillRect(whole, m_palette.newRow);
    else if (node.life == ProcessNode::Life::Ended)
        painter->fillRect(whole, m_palette.endedRow);
    QTreeView::drawRow(painter, option, index);
}

void ProcessView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    int depth = 0;
    for (auto above = index.parent(); above.isValid(); above = above.parent())
        ++depth;
    const auto middleOf = [&](int level) { return rect.left() + level * indent + indent / 2; };
    painter->setPen(m_palette.line);
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
    painter->setBrush(m_palette.dimText);
    painter->drawPolygon(triangle);
    painter->setRenderHint(QPainter::Antialiasing, false);
}

} // namespace forklore
