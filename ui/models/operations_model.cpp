// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/operations_model.h"

#include "ui/models/text/bytes.h"
#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

OperationsModel *makeOperationsModel(QObject *parent)
{
    std::vector<RowColumn<OperationRow>> columns = {
        {.title = u"Time"_s,
         .tip = u"When it was done"_s,
         .width = 90,
         .dim = true,
         .text = [](const OperationRow &row) { return timeOfDayText(row.at); },
         .key = [](const OperationRow &row) { return QVariant(row.number); },
         .reason = [](const OperationRow &row) { return dateTimeText(row.at); }},
        {.title = u"Process"_s,
         .tip = u"To which process; a click goes to it"_s,
         .width = 180,
         .text = [](const OperationRow &row) { return refText(row.record.process); },
         .link = [](const OperationRow &) { return true; }},
        {.title = u"Operation"_s,
         .tip = u"What was done"_s,
         .width = 170,
         .text = [](const OperationRow &row) { return row.record.operation; }},
        {.title = u"Outcome"_s,
         .tip = u"What came of it"_s,
         .width = 400,
         .text = [](const OperationRow &row) { return row.record.outcome; },
         .reason = [](const OperationRow &row) { return row.record.outcome; }},
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
