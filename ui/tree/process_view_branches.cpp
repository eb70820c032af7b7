// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessView: opening and closing branches. Every process with children is open by itself, but for the
// kernel's own threads; what the user did otherwise is remembered by identity, so it outlives filters and the
// list.
#include "ui/tree/process_view.h"

namespace forklore {

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

void ProcessView::setFiltered(bool filtered)
{
    if (m_filtered == filtered)
        return;
    m_filtered = filtered;
    applyExpansion();
}

void ProcessView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QTreeView::rowsInserted(parent, start, end);
    openParent(parent);
}

} // namespace forklore
