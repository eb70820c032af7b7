// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/samples.h"

#include <algorithm>

namespace forklore {
namespace {

void dumpBelow(const ProcessTreeModel &model, const QModelIndex &parent, int depth, QStringList &lines)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const auto index = model.index(row, 0, parent);
        const auto &node = ProcessTreeModel::node(index);
        auto line = QString(2 * depth, QLatin1Char(' ')) + index.data().toString() +
                    QStringLiteral(" %1").arg(node.id.pid);
        if (node.phase == ProcessNode::Phase::New)
            line += QStringLiteral(" new");
        if (node.phase == ProcessNode::Phase::Ended)
            line += QStringLiteral(" ended");
        if (!node.matches)
            line += QStringLiteral(" no match");
        lines += line;
        dumpBelow(model, index, depth + 1, lines);
    }
}

} // namespace

SamplePtr sampleOf(std::vector<Process> processes, const SamplePtr &before, int seconds)
{
    std::ranges::sort(processes, {}, [](const Process &process) { return process.id; });
    auto snapshot = std::make_shared<Snapshot>(snapshotOf(std::move(processes)));
    snapshot->sinceBoot = std::chrono::seconds(seconds);
    auto delta = difference(before ? *before->snapshot : Snapshot(), *snapshot);
    SystemInfo system;
    system.bootTime = WallTime(std::chrono::seconds(1'700'000'000));
    snapshot->takenAt = *system.bootTime + snapshot->sinceBoot;
    const auto counted = census(*snapshot);
    Forest forest(*snapshot);
    return std::make_shared<Sample>(Sample{{snapshot, std::move(forest), std::move(delta), system, counted},
                                           {{0, QStringLiteral("root")}},
                                           {},
                                           {}});
}

QStringList dump(const ProcessTreeModel &model)
{
    QStringList lines;
    dumpBelow(model, {}, 0, lines);
    return lines;
}

ProcessFilter filterOf(std::string_view expression)
{
    return ProcessFilter::parse(expression).value();
}

QStringList dumpCells(const QAbstractItemModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        lines += cells.join(QStringLiteral(" | "));
    }
    return lines;
}

} // namespace forklore
