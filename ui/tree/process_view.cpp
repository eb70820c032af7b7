// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/process_view.h"

#include <utility>

#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMouseEvent>

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

void ProcessView::setSession(const Session &session)
{
    m_delegate->setSession(session);
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

void ProcessView::selectAtStart()
{
    const bool isAtStart = std::exchange(m_isAtStart, false);
    if (const auto pid = std::exchange(m_wanted, std::nullopt)) {
        const auto *wanted = m_model.sample()->snapshot->withPid(*pid);
        return wanted ? select(wanted->id) : emit wantedMissing(*pid); // nobody else was asked for
    }
    const auto first = m_model.index(0, 0);
    if (isAtStart && first.isValid() && !currentIndex().isValid())
        select(ProcessTreeModel::node(first).id);
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
        return emit messageWanted(tr("No process is selected"));
    auto above = index.parent();
    if (m_model.shape() == ProcessTreeModel::Shape::List) {
        const auto &process = *ProcessTreeModel::node(index).process;
        above = process.stat ? m_model.indexOfPid(process.stat->ppid) : QModelIndex();
    }
    if (above.isValid())
        return select(ProcessTreeModel::node(above).id);
    const auto &node = ProcessTreeModel::node(index);
    const bool hasNone = node.process->stat && node.process->stat->ppid == 0;
    emit messageWanted((hasNone ? tr("Process %1 has no parent in this pid namespace")
                                : tr("The parent of process %1 is not shown here"))
                           .arg(node.id.pid));
}

QString ProcessView::selectedText() const
{
    QStringList lines;
    for (auto index = m_model.index(0, 0); index.isValid(); index = indexBelow(index)) {
        if (!selectionModel()->isSelected(index))
            continue;
        QStringList cells;
        for (int visual = 0; visual < header()->count(); ++visual) {
            const int column = header()->logicalIndex(visual);
            if (!isColumnHidden(column))
                cells += m_model.cellText(ProcessTreeModel::node(index), column);
        }
        lines += cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
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
        return byKey ? emit messageWanted(tr("No process is selected")) : void();
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
