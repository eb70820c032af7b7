// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/process_tree_model.h"

#include <algorithm>

#include <unistd.h>

#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

ProcessTreeModel::ProcessTreeModel(QObject *parent)
    : QAbstractItemModel(parent), m_sortColumn(processColumn("pid")), m_ownUid(geteuid())
{
}

ProcessTreeModel::~ProcessTreeModel() = default;

void ProcessTreeModel::apply(const SamplePtr &sample)
{
    const auto before = m_sample; // nodes still point into it
    takeFacts(sample);
    expire();
    reshape();
}

void ProcessTreeModel::setFilter(const ProcessFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    for (const auto &[id, node] : m_nodes)
        node->matches = m_filter.matches(*node->process);
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

void ProcessTreeModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = std::clamp(column, 0, columnCount() - 1);
    m_sortOrder = order;
    const bool held = std::exchange(m_held, false); // a click on the header is meant
    reshape();
    m_held = held;
}

void ProcessTreeModel::takeFacts(const SamplePtr &sample)
{
    const bool first = !m_sample;
    const auto &processes = sample->snapshot->processes;
    for (const auto &id : sample->delta.ended)
        rememberEnded(id);

    m_byPosition.resize(processes.size());
    for (std::size_t position = 0; position < processes.size(); ++position) {
        const auto &process = processes[position];
        auto &node = m_nodes[process.id];
        if (!node) {
            node = std::make_unique<ProcessNode>();
            node->id = process.id;
            if (!first) {
                node->life = ProcessNode::Life::New;
                node->lifeUntil = sample->snapshot->sinceBoot + m_linger;
                m_passing.push_back(node.get());
            }
        }
        node->process = &process;
        m_byPosition[position] = node.get();
    }
    for (const auto position : sample->delta.appeared)
        judge(*m_byPosition[position]);
    for (const auto position : sample->delta.changed) {
        judge(*m_byPosition[position]);
        m_changed.push_back(m_byPosition[position]);
    }
    m_sample = sample;
}

void ProcessTreeModel::judge(ProcessNode &node) const
{
    node.own = node.process->credentials && node.process->credentials->uid.effective == m_ownUid;
    node.matches = m_filter.matches(*node.process);
}

void ProcessTreeModel::rememberEnded(const ProcessId &id)
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end())
        return;
    auto *node = found->second.get();
    node->last = *node->process;
    node->last->cpuShare.reset();
    node->process = &*node->last;
    node->life = ProcessNode::Life::Ended;
    node->lifeUntil = m_sample->snapshot->sinceBoot + m_linger;
    if (std::ranges::find(m_passing, node) == m_passing.end())
        m_passing.push_back(node);
    m_changed.push_back(node);
}

void ProcessTreeModel::expire()
{
    const auto now = m_sample->snapshot->sinceBoot;
    std::erase_if(m_passing, [&](ProcessNode *node) {
        const bool over = node->lifeUntil <= now && !m_held;
        if (over && node->life == ProcessNode::Life::New) {
            node->life = ProcessNode::Life::Alive;
            m_changed.push_back(node);
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
    if (node.life == ProcessNode::Life::Ended && column == processColumn("state"))
        return u"ended"_s;
    return processColumns()[static_cast<std::size_t>(column)].text(*node.process, {*m_sample, m_cpuScale});
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
        return lineOf(process.stat.error().message);
    const auto needs = processColumns()[static_cast<std::size_t>(column)].needs;
    if (needs == &Facts::descriptorCount && process.descriptorCount && !*process.descriptorCount)
        return lineOf(process.descriptorCount->error().message);
    if (needs == &Facts::commandLine && !process.commandLine)
        return lineOf(process.commandLine.error().message);
    if (needs == &Facts::credentials && !process.credentials)
        return lineOf(process.credentials.error().message);
    if (column == processColumn("state") && process.exitStatus && !*process.exitStatus)
        return lineOf(process.exitStatus->error().message);
    if (column == processColumn("cpu") && !process.cpuShare)
        return u"Known from the second sample on: a share is what was used between two"_s;
    return {};
}

QVariant ProcessTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const auto &column = processColumns()[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
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
