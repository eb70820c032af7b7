// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the rows of the tree model follow the facts: see the head of the class for the story.
#include <algorithm>
#include <unordered_set>

#include "ui/models/process_tree_model.h"

namespace forklore {

/// What has to be done to the rows.
struct ProcessTreeModel::Diff {
    Nodes arrivals;   ///< wanted, not shown
    Nodes movers;     ///< shown below another parent than wanted
    Nodes departures; ///< shown, not wanted
    bool unsorted = false;

    [[nodiscard]] bool changesLayout() const { return !movers.empty() || !departures.empty() || unsorted; }
};

namespace {

void renumber(const std::vector<ProcessNode *> &siblings)
{
    for (std::size_t row = 0; row < siblings.size(); ++row)
        siblings[row]->row = static_cast<int>(row);
}

} // namespace

void ProcessTreeModel::reshape()
{
    if (!m_sample)
        return;
    emit aboutToRefresh();
    sumBranches();
    computeKeys();
    chooseParents();
    chooseWanted();
    auto diff = differences();
    const bool resorted = diff.unsorted;
    if (!diff.arrivals.empty()) {
        insertArrivals(diff.arrivals);
        diff = differences();
    }
    if (diff.changesLayout()) {
        rearrange(diff);
        removeLast(diff.departures.size());
    }
    announceChanges();
    forget();
    emit refreshed(resorted);
}

void ProcessTreeModel::chooseParents()
{
    const bool flat = m_shape == Shape::List;
    for (std::size_t position = 0; position < m_byPosition.size(); ++position) {
        const auto above = m_sample->forest.parentOf(position);
        m_byPosition[position]->wantedParent = flat || above == Forest::none ? &m_root : m_byPosition[above];
    }
    // One that has ended stays below the parent that it had.
    for (const auto *ended : {&m_passing, &m_over}) {
        for (auto *node : *ended) {
            if (node->phase != ProcessNode::Phase::Ended)
                continue;
            const auto parent = flat ? m_nodes.end() : m_nodes.find(node->endedBelow);
            node->wantedParent = parent == m_nodes.end() ? &m_root : parent->second.get();
        }
    }
}

void ProcessTreeModel::chooseWanted()
{
    m_matchCount = 0;
    for (const auto &[id, node] : m_nodes)
        node->wanted = false;
    const auto choose = [&](ProcessNode *node) {
        if (!node->matches)
            return;
        m_matchCount += node->phase != ProcessNode::Phase::Ended;
        for (auto *above = node; above != &m_root && !above->wanted; above = above->wantedParent)
            above->wanted = true;
    };
    std::ranges::for_each(m_byPosition, choose);
    for (auto *node : m_passing) {
        if (node->phase == ProcessNode::Phase::Ended)
            choose(node);
    }
}

ProcessTreeModel::Diff ProcessTreeModel::differences() const
{
    Diff diff;
    for (const auto &[id, node] : m_nodes) {
        if (node->wanted && !node->parent)
            diff.arrivals.push_back(node.get());
        else if (!node->wanted && node->parent)
            diff.departures.push_back(node.get());
        else if (node->wanted && node->parent != node->wantedParent)
            diff.movers.push_back(node.get());
        diff.unsorted = diff.unsorted || !isSorted(node->children);
    }
    diff.unsorted = diff.unsorted || !isSorted(m_root.children);
    return diff;
}

void ProcessTreeModel::insertArrivals(const Nodes &arrivals)
{
    std::unordered_map<ProcessNode *, Nodes> groups;
    for (auto *node : arrivals)
        groups[node->wantedParent].push_back(node);
    Nodes ready; // parents that are shown and have new children
    for (const auto &[parent, group] : groups) {
        if (parent == &m_root || parent->parent)
            ready.push_back(parent);
    }
    while (!ready.empty()) {
        auto *parent = ready.back();
        ready.pop_back();
        auto &group = groups[parent];
        sortSiblings(group);
        const auto first = static_cast<int>(parent->children.size());
        beginInsertRows(indexOfNode(parent), first, first + static_cast<int>(group.size()) - 1);
        for (auto *node : group) {
            node->parent = parent;
            node->row = static_cast<int>(parent->children.size());
            parent->children.push_back(node);
        }
        endInsertRows();
        std::ranges::copy_if(group, std::back_inserter(ready),
                             [&](ProcessNode *node) { return groups.contains(node); });
    }
}

void ProcessTreeModel::rearrange(const Diff &diff)
{
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    std::unordered_set<ProcessNode *> leaving(diff.movers.begin(), diff.movers.end());
    leaving.insert(diff.departures.begin(), diff.departures.end());
    std::unordered_set<ProcessNode *> left;
    for (const auto *node : leaving)
        left.insert(node->parent);
    for (auto *parent : left)
        std::erase_if(parent->children, [&](ProcessNode *child) { return leaving.contains(child); });

    for (auto *node : diff.movers) {
        node->parent = node->wantedParent;
        node->parent->children.push_back(node);
    }
    for (const auto &[id, node] : m_nodes) {
        if (!isSorted(node->children))
            sortSiblings(node->children);
        renumber(node->children);
    }
    if (!isSorted(m_root.children))
        sortSiblings(m_root.children);
    for (auto *node : diff.departures) {
        node->parent = &m_root;
        m_root.children.push_back(node);
    }
    renumber(m_root.children);
    updatePersistentIndexes();
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    for (const auto *node : diff.movers)
        emit adopted(indexOfNode(node->parent));
}

void ProcessTreeModel::removeLast(std::size_t count)
{
    if (count == 0)
        return;
    const auto remaining = m_root.children.size() - count;
    beginRemoveRows({}, static_cast<int>(remaining), static_cast<int>(m_root.children.size()) - 1);
    for (auto row = remaining; row < m_root.children.size(); ++row)
        m_root.children[row]->parent = nullptr;
    m_root.children.resize(remaining);
    endRemoveRows();
}

void ProcessTreeModel::announceChanges()
{
    std::erase_if(m_changed, [](const ProcessNode *node) { return !node->parent; });
    std::ranges::sort(m_changed, [](const ProcessNode *a, const ProcessNode *b) {
        return std::pair(a->parent, a->row) < std::pair(b->parent, b->row);
    });
    for (std::size_t first = 0; first < m_changed.size();) {
        auto last = first;
        while (last + 1 < m_changed.size() && m_changed[last + 1]->parent == m_changed[first]->parent &&
               m_changed[last + 1]->row <= m_changed[last]->row + 1)
            ++last;
        emit dataChanged(indexOfNode(m_changed[first]), indexOfNode(m_changed[last], columnCount() - 1));
        first = last + 1;
    }
    m_changed.clear();
}

void ProcessTreeModel::forget()
{
    std::erase_if(m_over, [&](const ProcessNode *node) {
        return !node->parent && m_nodes.erase(ProcessId(node->id)) > 0;
    });
}

void ProcessTreeModel::sumBranches()
{
    struct Sum {
        // Of those that have one: a new process has no share before its second sample.
        std::optional<double> cpuShare;
        std::optional<std::uint64_t> residentPages;
        std::optional<std::uint32_t> threads;
    };
    const auto add = [](auto &sum, const auto &part) {
        if (part)
            sum = sum.value_or(0) + *part;
    };
    const bool shown = m_branchSums && m_shape == Shape::Tree;
    std::vector<Sum> sums(shown ? m_byPosition.size() : 0);
    const auto places = shown ? m_sample->forest.walk() : std::vector<Forest::Place>();
    for (auto place = places.rbegin(); place != places.rend(); ++place) { // children before parents
        const auto &process = *m_byPosition[place->position]->process;
        auto &sum = sums[place->position];
        add(sum.cpuShare, process.cpuShare);
        if (process.stat) {
            add(sum.residentPages, process.stat->residentPages);
            add(sum.threads, process.stat->threads);
        }
        if (const auto above = m_sample->forest.parentOf(place->position); above != Forest::none) {
            add(sums[above].cpuShare, sum.cpuShare);
            add(sums[above].residentPages, sum.residentPages);
            add(sums[above].threads, sum.threads);
        }
    }
    for (std::size_t position = 0; position < m_byPosition.size(); ++position) {
        auto &node = *m_byPosition[position];
        const bool summed =
            shown && node.process->stat && !m_sample->forest.childrenOf(position).empty() && !m_isOpen(node);
        if (!summed && !node.summed)
            continue;
        std::optional<Process> now;
        if (summed) {
            now = *node.process;
            now->cpuShare = sums[position].cpuShare;
            now->stat->residentPages = sums[position].residentPages;
            now->stat->threads = sums[position].threads;
        }
        if (now != node.summed)
            m_changed.push_back(&node);
        node.summed = std::move(now);
    }
}

void ProcessTreeModel::computeKeys()
{
    const RowContext context{*m_sample, m_cpuScale};
    const auto &column = processColumns()[static_cast<std::size_t>(m_sortColumn)];
    for (const auto &[id, node] : m_nodes)
        node->key = column.key(node->shown(column), context);
}

bool ProcessTreeModel::comesBefore(const ProcessNode *a, const ProcessNode *b) const
{
    if (a->key.known != b->key.known)
        return a->key.known;
    const bool descending = m_sortOrder == Qt::DescendingOrder;
    const auto ordered = [&](auto comparison) { return descending ? comparison > 0 : comparison < 0; };
    if (a->key.number != b->key.number)
        return (a->key.number < b->key.number) != descending;
    if (const auto bytes = a->key.bytes.compare(b->key.bytes); bytes != 0)
        return ordered(bytes);
    if (const auto own = a->key.own.compare(b->key.own); own != 0)
        return ordered(own);
    if (a->key.text && b->key.text && a->key.text != b->key.text) {
        if (const auto text = a->key.text->localeAwareCompare(*b->key.text); text != 0)
            return ordered(text);
    }
    return a->id < b->id;
}

bool ProcessTreeModel::isSorted(const Nodes &siblings) const
{
    return m_held || std::ranges::is_sorted(siblings, [&](auto *a, auto *b) { return comesBefore(a, b); });
}

void ProcessTreeModel::sortSiblings(Nodes &siblings) const
{
    std::ranges::sort(siblings, [&](auto *a, auto *b) { return comesBefore(a, b); });
}

void ProcessTreeModel::updatePersistentIndexes()
{
    QModelIndexList from;
    QModelIndexList to;
    for (const auto &index : persistentIndexList()) {
        const auto &moved = node(index);
        if (moved.row == index.row())
            continue;
        from << index;
        to << createIndex(moved.row, index.column(), index.internalPointer());
    }
    changePersistentIndexList(from, to);
}

} // namespace forklore
