// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/process_view.h"

#include <utility>

#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include "ui/tree/find_process.h"
#include "ui/tree/process_delegate.h"

namespace forklore {

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
    setIndentation(16);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setAccessibleName(tr("Processes"));

    header()->setSectionsClickable(true);
    header()->setSortIndicatorShown(false); // the title bears it
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

void ProcessView::setHistory(const History &history)
{
    m_delegate->setHistory(history);
}

void ProcessView::setBranchSums(bool shown)
{
    m_model.setBranchSums(shown, [this](const ProcessNode &node) { return opens(node); });
}

bool ProcessView::isPointedAt() const
{
    constexpr qint64 rest = 1500; // ms
    const bool moving = m_pointerMoved.isValid() && m_pointerMoved.elapsed() < rest;
    return (moving && viewport()->underMouse()) || QApplication::activePopupWidget() != nullptr ||
           QApplication::activeModalWidget() != nullptr || QApplication::mouseButtons() != Qt::NoButton;
}

SampleRequest ProcessView::request() const
{
    SampleRequest request;
    const auto &columns = processColumns();
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (columns[column].fact->needs && !isColumnHidden(static_cast<int>(column)))
            request.ofView.*columns[column].fact->needs = true;
    }
    if (const auto needs = columns[static_cast<std::size_t>(m_model.sortColumn())].fact->needs)
        request.ofAll.*needs = true;
    request.ofAll |= m_model.filter().needs();
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
    // setCurrentIndex() would leave the selection as it is while Ctrl is held.
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    reveal();
}

QModelIndex ProcessView::chosen() const
{
    const auto *selection = selectionModel();
    const auto current = currentIndex();
    if (current.isValid() && selection->isSelected(current))
        return current;
    const auto last = m_chosen ? m_model.indexOf(*m_chosen) : QModelIndex();
    if (last.isValid() && selection->isSelected(last))
        return last;
    const auto rows = selection->selectedRows();
    return rows.isEmpty() ? QModelIndex() : rows.constFirst();
}

void ProcessView::updateChosen()
{
    if (m_refreshing)
        return;
    const auto index = chosen();
    if (index.isValid()) {
        const auto &node = ProcessTreeModel::node(index);
        if (std::exchange(m_chosen, node.id) != node.id)
            emit chosenChanged(*node.process);
    } else if (std::exchange(m_chosen, std::nullopt)) {
        emit nothingChosen();
    }
}

void ProcessView::reveal()
{
    const auto index = chosen().isValid() ? chosen() : currentIndex();
    for (auto above = index.parent(); above.isValid(); above = above.parent())
        expand(above);
    const bool inSight = viewport()->rect().contains(visualRect(index).center());
    scrollTo(index, inSight ? EnsureVisible : PositionAtCenter);
}

void ProcessView::goToParent()
{
    const auto index = chosen();
    if (!index.isValid())
        return emit said(tr("No process is selected"));
    auto above = index.parent();
    if (m_model.shape() == ProcessTreeModel::Shape::List) {
        const auto &process = *ProcessTreeModel::node(index).process;
        above = process.stat ? m_model.indexOfPid(process.stat->ppid) : QModelIndex();
    }
    if (above.isValid())
        return select(ProcessTreeModel::node(above).id);
    const auto &node = ProcessTreeModel::node(index);
    const bool hasNone = node.process->stat && node.process->stat->ppid == 0;
    emit said((hasNone ? tr("Process %1 has no parent in this pid namespace")
                       : tr("The parent of process %1 is not shown here"))
                  .arg(node.id.pid));
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
         index = indexBelow(index))
        width = std::max(width, wholeWidthOf(index.siblingAtColumn(column)));
    constexpr int widest = 1200;
    header()->resizeSection(column, std::min(width, widest));
}

/// With its branches, in the first column.
int ProcessView::wholeWidthOf(const QModelIndex &index) const
{
    int depth = 0;
    for (auto above = index.parent(); index.column() == 0 && above.isValid(); above = above.parent())
        ++depth;
    const int branches = index.column() == 0 ? (depth + 1) * indentation() : 0;
    return m_delegate->widthOf(index) + branches;
}

void ProcessView::fitCurrentName()
{
    constexpr int widest = 380;
    if (!currentIndex().isValid())
        return;
    const int width = std::min(wholeWidthOf(currentIndex().siblingAtColumn(0)), widest);
    if (width > columnWidth(0))
        header()->resizeSection(0, width);
}

void ProcessView::sortBy(int column, Qt::SortOrder order)
{
    m_model.sort(column, order);
    scrollToTop(); // who sorts wants to see what comes first
}

void ProcessView::headerClicked(int column)
{
    const bool again = column == m_model.sortColumn();
    const auto turned = m_model.sortOrder() == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
    const bool largestFirst = processColumns()[static_cast<std::size_t>(column)].largestFirst;
    sortBy(column, again ? turned : largestFirst ? Qt::DescendingOrder : Qt::AscendingOrder);
}

// Opening and closing. Every process with children is open by itself, but for the kernel's own threads; what
// the user did otherwise is remembered by identity, so it outlives filters and the list.

bool ProcessView::opens(const ProcessNode &node) const
{
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
    m_model.branchesToggled();
}

void ProcessView::openParent(const QModelIndex &parent)
{
    if (!parent.isValid() || !opens(ProcessTreeModel::node(parent)))
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
            setExpanded(parent, opens(ProcessTreeModel::node(parent)));
        for (int row = 0; row < m_model.rowCount(parent); ++row) {
            if (const auto child = m_model.index(row, 0, parent); m_model.rowCount(child) > 0)
                ahead.append(child);
        }
    }
    executeDelayedItemsLayout();
    m_arranging = false;
    m_model.branchesToggled();
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
    if (currentIndex().isValid())
        scrollTo(currentIndex());
}

// Keeping the place.

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
        selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
    }
    QTreeView::rowsAboutToBeRemoved(parent, start, end);
}

void ProcessView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    updateChosen();
}

void ProcessView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTreeView::selectionChanged(selected, deselected);
    updateChosen();
}

/// The menu is for what is selected, and opens there: a row that only has the focus is not meant.
void ProcessView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    if (byKey)
        reveal();
    const auto index = byKey ? chosen() : indexAt(event->pos());
    if (!index.isValid())
        return byKey ? emit said(tr("No process is selected")) : void();
    if (!selectionModel()->isSelected(index))
        select(ProcessTreeModel::node(index).id);
    emit menuWanted(byKey ? visualRect(index).center() : event->pos());
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
    const auto match = findProcess(m_model, m_typed, from);
    if (match.isValid())
        select(ProcessTreeModel::node(match).id);
    emit searching(m_typed, match.isValid());
}

} // namespace forklore
