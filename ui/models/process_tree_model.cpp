// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/process_tree_model.h"

#include <algorithm>
#include <utility>

#include "core/filter/search_text.h"
#include "ui/models/filter_context.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/peer_text.h"

namespace forklore {

using namespace Qt::StringLiterals;

ProcessTreeModel::ProcessTreeModel(QObject *parent)
    : QAbstractItemModel(parent), m_sortColumn(processColumn("pid"))
{
}

ProcessTreeModel::~ProcessTreeModel() = default;

void ProcessTreeModel::apply(const SamplePtr &sample, bool held)
{
    const auto before = m_sample; // nodes still point into it
    m_held = held;
    applyProcesses(sample);
    expire();
    reshape();
    m_held = false;
    emit applied(sample);
}

void ProcessTreeModel::setFilter(const ProcessFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    if (!m_sample)
        return;
    const auto context = filterContext(*m_sample);
    for (const auto &[id, node] : m_nodes)
        match(*node, context);
    reshape();
}

void ProcessTreeModel::setShape(Shape shape)
{
    if (shape == m_shape)
        return;
    m_shape = shape;
    reshape();
}

void ProcessTreeModel::setCpuScale(CpuScale scale)
{
    m_cpuScale = scale;
    m_changed = m_byPosition;
    reshape();
}

void ProcessTreeModel::setBranchSums(bool shown, std::function<bool(const ProcessNode &)> isOpen)
{
    m_branchSums = shown;
    m_isOpen = std::move(isOpen);
    reshape();
}

void ProcessTreeModel::branchesToggled()
{
    if (!m_branchSums || !m_sample)
        return;
    sumBranches();
    announceChanges(); // the order follows with the next sample: nothing moves under the pointer
}

void ProcessTreeModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = std::clamp(column, 0, columnCount() - 1);
    m_sortOrder = order;
    reshape();
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void ProcessTreeModel::applyProcesses(const SamplePtr &sample)
{
    const bool first = !m_sample;
    const auto &processes = sample->snapshot->processes;
    m_now = sample->snapshot->sinceBoot;
    const auto context = filterContext(*sample);
    for (const auto &id : sample->delta.ended)
        rememberEnded(id, context);

    m_byPosition.resize(processes.size());
    for (std::size_t position = 0; position < processes.size(); ++position) {
        const auto &process = processes[position];
        auto &node = m_nodes[process.id];
        if (!node) {
            node = std::make_unique<ProcessNode>();
            node->id = process.id;
            if (!first) {
                node->phase = ProcessNode::Phase::New;
                node->phaseUntil = m_now + m_linger;
                m_passing.push_back(node.get());
            }
        } else if (node->phase ==
                   ProcessNode::Phase::Ended) { // it could not be read for a while: it was not gone
            node->phase = ProcessNode::Phase::Alive;
            std::erase(m_passing, node.get());
            std::erase(m_over, node.get());
            m_changed.push_back(node.get());
        }
        node->process = &process;
        node->last.reset();
        if (process.isZombie()) { // how long it lived was heard, and how it ended where that is hidden
            node->last = process;
            applyEnd(*node);
            node->process = &*node->last;
        }
        m_byPosition[position] = node.get();
    }
    for (const auto *positions : {&sample->delta.appeared, &sample->delta.reparented}) {
        for (const auto position : *positions)
            applyOrigin(*m_byPosition[position]);
    }
    for (const auto position : sample->delta.appeared)
        updateMatch(*m_byPosition[position], context);
    for (const auto position : sample->delta.changed) {
        updateMatch(*m_byPosition[position], context);
        m_changed.push_back(m_byPosition[position]);
    }
    if (m_filter.changesByItself())
        std::ranges::for_each(m_byPosition, [&](ProcessNode *node) { match(*node, context); });
    m_sample = sample;
}

void ProcessTreeModel::updateMatch(ProcessNode &node, const FactContext &context)
{
    node.own = node.process->credentials && node.process->credentials->uid.effective == context.ownUid;
    node.searchText.clear();
    match(node, context);
}

void ProcessTreeModel::match(ProcessNode &node, const FactContext &context)
{
    if (!m_filter.searchesText())
        node.searchText = {}; // thousands of command lines that nobody searches
    else if (node.searchText.empty())
        node.searchText = searchText(*node.process);
    const bool matches = m_filter.evaluate(*node.process, context, node.searchText) == Tristate::Yes;
    if (matches != std::exchange(node.matches, matches) && node.parent)
        m_changed.push_back(&node);
}

void ProcessTreeModel::rememberEnded(const ProcessId &id, const FactContext &context)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end())
        return;
    auto *node = found->second.get();
    const auto &before = m_sample->snapshot->processes;
    const auto position = m_sample->snapshot->positionOf(id.pid).value();
    const auto above = m_sample->forest.parentOf(position);
    node->endedBelow = above == Forest::none ? ProcessId() : before[above].id;
    if (node->phase == ProcessNode::Phase::Alive) // a new one is among those that pass already
        m_passing.push_back(node);
    if (!node->last)
        node->last = *node->process;
    node->last->hasEnded = true;
    node->last->cpuShare.reset();
    node->summed.reset();
    node->process = &*node->last;
    node->phase = ProcessNode::Phase::Ended;
    node->phaseUntil = endOfStay();
    applyEnd(*node);
    match(*node, context);
    m_changed.push_back(node);
}

void ProcessTreeModel::applyEnd(ProcessNode &node) const
{
    const auto end = m_session ? m_session->end(node.id) : std::nullopt;
    if (!end)
        return;
    const bool isKnown = node.last->exitStatus && *node.last->exitStatus; // a zombie has shown it
    if (!isKnown)
        node.last->exitStatus = end->status;
    node.last->lifetime = end->lifetime;
}

void ProcessTreeModel::applyOrigin(ProcessNode &node) const
{
    const auto origin = m_session ? m_session->origin(node.id) : std::nullopt;
    if (!origin)
        return;
    node.bornOf = origin->bornOf;
    node.isBirthHeard = origin->isBirthHeard;
}

void ProcessTreeModel::applyEvents(const std::vector<Event> &events)
{
    if (!m_sample)
        return;
    const auto context = filterContext(*m_sample);
    for (const auto &event : events) {
        const bool isEnd = std::holds_alternative<Exited>(event.what);
        const auto found = isEnd || std::holds_alternative<Reparented>(event.what)
                               ? m_nodes.find(event.process.id)
                               : m_nodes.end();
        if (found == m_nodes.end())
            continue;
        auto &node = *found->second;
        if (isEnd && !node.last)
            continue; // the next sample will show that it is gone, or a zombie
        if (isEnd)
            applyEnd(node);
        else
            applyOrigin(node);
        updateMatch(node, context);
        m_changed.push_back(&node);
    }
    if (!m_changed.empty())
        announceChanges();
}

std::chrono::nanoseconds ProcessTreeModel::endOfStay() const
{
    return m_endedStay ? m_now + *m_endedStay : std::chrono::nanoseconds::max();
}

void ProcessTreeModel::setEndedStay(std::optional<std::chrono::milliseconds> stay)
{
    m_endedStay = stay;
    for (auto *node : m_passing) {
        if (node->phase == ProcessNode::Phase::Ended)
            node->phaseUntil = endOfStay();
    }
}

bool ProcessTreeModel::dismissEnded()
{
    const auto dismissed = std::erase_if(m_passing, [&](ProcessNode *node) {
        if (node->phase != ProcessNode::Phase::Ended)
            return false;
        m_over.push_back(node);
        return true;
    });
    reshape();
    return dismissed > 0;
}

void ProcessTreeModel::expire()
{
    const auto isEnded = [](const ProcessNode *node) { return node->phase == ProcessNode::Phase::Ended; };
    constexpr std::ptrdiff_t maxEnded = 1000;
    auto tooMany = std::ranges::count_if(m_passing, isEnded) - maxEnded;
    std::erase_if(m_passing, [&](ProcessNode *node) {
        const bool crowdedOut = isEnded(node) && tooMany-- > 0; // the first to end come first
        const bool over = (node->phaseUntil <= m_now || crowdedOut) && !m_held;
        if (over && node->phase == ProcessNode::Phase::New) {
            node->phase = ProcessNode::Phase::Alive;
            m_changed.push_back(node);
        } else if (over) {
            m_over.push_back(node);
        }
        return over;
    });
}

const ProcessNode &ProcessTreeModel::node(const QModelIndex &index)
{
    return *static_cast<const ProcessNode *>(index.internalPointer());
}

QModelIndex ProcessTreeModel::indexOf(const ProcessId &id, int column) const
{
    const auto found = m_nodes.find(id);
    return found != m_nodes.end() && found->second->parent ? indexOfNode(found->second.get(), column)
                                                           : QModelIndex();
}

QModelIndex ProcessTreeModel::indexOfPid(Pid pid) const
{
    const auto *process = m_sample ? m_sample->snapshot->withPid(pid) : nullptr;
    return process ? indexOf(process->id) : QModelIndex();
}

QModelIndex ProcessTreeModel::indexOfNode(const ProcessNode *node, int column) const
{
    return node == &m_root ? QModelIndex() : createIndex(node->row, column, node);
}

QModelIndex ProcessTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const auto &above = parent.isValid() ? node(parent) : m_root;
    const bool exists =
        row >= 0 && row < static_cast<int>(above.children.size()) && column >= 0 && column < columnCount();
    return exists ? createIndex(row, column, above.children[static_cast<std::size_t>(row)]) : QModelIndex();
}

QModelIndex ProcessTreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOfNode(node(index).parent) : QModelIndex();
}

int ProcessTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    return static_cast<int>((parent.isValid() ? node(parent) : m_root).children.size());
}

int ProcessTreeModel::columnCount(const QModelIndex &) const
{
    return static_cast<int>(processColumns().size());
}

QString ProcessTreeModel::cellText(const ProcessNode &node, int column) const
{
    const auto &about = processColumns()[static_cast<std::size_t>(column)];
    auto text = about.text(node.shown(about), {*m_sample, m_cpuScale});
    if (about.sums && node.summed && !text.isEmpty())
        text.prepend(u"Σ "_s);
    return text;
}

QVariant ProcessTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return cellText(node(index), index.column());
    case Qt::ToolTipRole:
        return toolTip(node(index), index.column());
    case Qt::TextAlignmentRole: {
        const auto align = processColumns()[static_cast<std::size_t>(index.column())].align;
        return QVariant(Qt::AlignVCenter |
                        (align == ProcessColumn::Align::Right ? Qt::AlignRight : Qt::AlignLeft));
    }
    default:
        return {};
    }
}

QString ProcessTreeModel::toolTip(const ProcessNode &node, int column) const
{
    const auto &process = *node.process;
    if (!process.stat)
        return displayText(process.stat.error().message);
    const auto &about = processColumns()[static_cast<std::size_t>(column)];
    if (column == 0 && node.bornOf && node.phase != ProcessNode::Phase::Ended)
        return (node.isBirthHeard ? u"An orphan, born of %1, which has ended"_s
                                  : u"An orphan, a child of %1 before, which has ended"_s)
            .arg(processRefText(*node.bornOf));
    if (about.sums && node.summed)
        return u"The sum of the closed branch, itself included; memory that is shared counts in each"_s;
    return about.reason(process, {*m_sample, m_cpuScale});
}

QVariant ProcessTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const auto &column = processColumns()[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        if (section == m_sortColumn)
            return QString(column.title + (m_sortOrder == Qt::AscendingOrder ? u" ▴"_s : u" ▾"_s));
        return column.title;
    case Qt::ToolTipRole:
        return column.tip;
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter |
                        (column.align == ProcessColumn::Align::Right ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

} // namespace forklore
