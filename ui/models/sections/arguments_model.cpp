// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sections/arguments_model.h"

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

std::vector<ArgumentRow> argumentRows(const std::vector<std::string> &arguments)
{
    std::vector<ArgumentRow> rows;
    rows.reserve(arguments.size());
    for (const auto &argument : arguments)
        rows.push_back({static_cast<int>(rows.size()), argument});
    return rows;
}

ArgumentsModel *makeArgumentsModel(QObject *parent)
{
    std::vector<RowColumn<ArgumentRow>> columns = {
        {.title = u"#"_s,
         .tip = u"Index in argv"_s,
         .align = Qt::AlignRight,
         .width = 50,
         .dim = true,
         .text = [](const ArgumentRow &row) { return QString::number(row.position); },
         .key = [](const ArgumentRow &row) { return QVariant(row.position); }},
        {.title = u"Bytes"_s,
         .tip = u"Length in bytes, without the closing NUL"_s,
         .align = Qt::AlignRight,
         .width = 70,
         .dim = true,
         .text = [](const ArgumentRow &row) { return countText(row.bytes.size()); },
         .key = [](const ArgumentRow &row) { return QVariant(static_cast<qulonglong>(row.bytes.size())); }},
        {.title = u"Argument"_s,
         .tip = u"Exact; control characters and bytes that are not UTF-8 as C escapes"_s,
         .width = 600,
         .text =
             [](const ArgumentRow &row) {
                 return row.bytes.empty() ? u"(empty)"_s : displayText(row.bytes);
             }},
    };
    return new ArgumentsModel(
        std::move(columns), [](const ArgumentRow &row) -> std::int64_t { return row.position; }, parent);
}

} // namespace forklore
