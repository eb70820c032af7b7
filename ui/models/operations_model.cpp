// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/operations_model.h"

#include "ui/models/text/bytes.h"
#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

OperationsModel *makeOperationsModel(QObject *parent)
{
    const auto left = Qt::AlignLeft;
    std::vector<RowColumn<OperationRow>> columns = {
        {u"Time"_s, u"When it was done"_s, left, 90, true,
         [](const OperationRow &row) { return timeOfDayText(row.at); },
         [](const OperationRow &row) { return QVariant(row.number); },
         [](const OperationRow &row) { return dateTimeText(row.at); }},
        {u"Process"_s, u"To which process; a click goes to it"_s, left, 180, false,
         [](const OperationRow &row) { return refText(row.record.process); }, nullptr, nullptr,
         [](const OperationRow &) { return true; }},
        {u"Operation"_s, u"What was done"_s, left, 170, false,
         [](const OperationRow &row) { return row.record.operation; }, nullptr, nullptr},
        {u"Outcome"_s, u"What came of it"_s, left, 400, false,
         [](const OperationRow &row) { return row.record.outcome; }, nullptr,
         [](const OperationRow &row) { return row.record.outcome; }},
    };
    const auto key = [](const OperationRow &row) -> std::int64_t { return -row.number; };
    return new OperationsModel(std::move(columns), key, parent);
}

void addOperation(OperationsModel &model, WallTime at, const OperationRecord &record)
{
    constexpr std::size_t maxRows = 1000;
    auto rows = model.rows();
    const int number = rows.empty() ? 1 : rows.front().number + 1;
    if (rows.size() >= maxRows)
        rows.pop_back();
    rows.insert(rows.begin(), {number, at, record});
    model.setRows(rows);
}

} // namespace forklore
