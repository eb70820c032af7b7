// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/deeds_model.h"

#include "ui/models/text/bytes.h"
#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

DeedsModel *makeDeedsModel(QObject *parent)
{
    const auto left = Qt::AlignLeft;
    std::vector<RowColumn<DeedRow>> columns = {
        {u"Time"_s, u"When it was done"_s, left, 90, true,
         [](const DeedRow &row) { return timeOfDayText(row.at); },
         [](const DeedRow &row) { return QVariant(row.number); },
         [](const DeedRow &row) { return dateTimeText(row.at); }},
        {u"Process"_s, u"To which process; a click goes to it"_s, left, 180, false,
         [](const DeedRow &row) { return kinText(row.record.process); }, nullptr, nullptr,
         [](const DeedRow &) { return true; }},
        {u"Deed"_s, u"What was done"_s, left, 170, false, [](const DeedRow &row) { return row.record.deed; },
         nullptr, nullptr},
        {u"Outcome"_s, u"What came of it"_s, left, 400, false,
         [](const DeedRow &row) { return row.record.outcome; }, nullptr,
         [](const DeedRow &row) { return row.record.outcome; }},
    };
    const auto key = [](const DeedRow &row) -> std::int64_t { return -row.number; };
    return new DeedsModel(std::move(columns), key, parent);
}

void addDeed(DeedsModel &model, WallTime at, const DeedRecord &record)
{
    constexpr std::size_t most = 1000;
    auto rows = model.rows();
    const int number = rows.empty() ? 1 : rows.front().number + 1;
    if (rows.size() >= most)
        rows.pop_back();
    rows.insert(rows.begin(), {number, at, record});
    model.setRows(rows);
}

} // namespace forklore
