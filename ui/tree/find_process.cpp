// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/find_process.h"

#include <algorithm>

#include "ui/models/process_tree_model.h"
#include "ui/models/text/name_line.h"

namespace forklore {
namespace {

QModelIndexList rowsInOrder(const ProcessTreeModel &model)
{
    QModelIndexList rows;
    QModelIndexList ahead = {QModelIndex()};
    while (!ahead.isEmpty()) {
        const auto parent = ahead.takeLast();
        if (parent.isValid())
            rows.append(parent);
        for (int row = model.rowCount(parent) - 1; row >= 0; --row)
            ahead.append(model.index(row, 0, parent));
    }
    return rows;
}

} // namespace

QModelIndex findProcess(const ProcessTreeModel &model, const QString &text, const QModelIndex &from)
{
    const auto rows = rowsInOrder(model);
    const auto start = std::max<qsizetype>(0, rows.indexOf(from.siblingAtColumn(0)));
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const auto &row = rows.at((start + i) % rows.size());
        const auto &node = ProcessTreeModel::node(row);
        const bool named = QString::number(node.id.pid).startsWith(text) ||
                           model.cellText(node, 0).startsWith(text, Qt::CaseInsensitive) ||
                           nameLine(nameOf(*node.process)).startsWith(text, Qt::CaseInsensitive);
        if (named && node.phase != ProcessNode::Phase::Ended)
            return row;
    }
    return {};
}

} // namespace forklore
