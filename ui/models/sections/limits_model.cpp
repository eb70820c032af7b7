// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sections/limits_model.h"

#include <limits>

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

QString usageText(const LimitUsage &row)
{
    if (!row.usage)
        return u"–"_s;
    return *row.usage ? limitText(row.resource, **row.usage) : u"?"_s;
}

QString usageReason(const LimitUsage &row)
{
    if (!row.usage)
        return u"The kernel does not count how much of this limit is used"_s;
    if (!*row.usage)
        return displayText(row.usage->error().message);
    const auto share = shareOfLimit(row);
    return share ? u"%1 % of the soft limit"_s.arg(percentText(*share)) : QString();
}

QString shareCell(const LimitUsage &row)
{
    const auto share = shareOfLimit(row);
    return share ? shareText(*share) : QString();
}

using Side = std::optional<std::uint64_t> Limit::*;

template <Side side>
QString sideText(const LimitUsage &row)
{
    return row.limit ? limitText(row.resource, (*row.limit).*side) : u"?"_s;
}

template <Side side>
QVariant sideKey(const LimitUsage &row)
{
    if (!row.limit)
        return -1.0;
    const auto &value = (*row.limit).*side;
    return value ? static_cast<double>(*value) : std::numeric_limits<double>::infinity();
}

QString sideReason(const LimitUsage &row)
{
    return row.limit ? QString() : displayText(row.limit.error().message);
}

} // namespace

std::optional<double> shareOfLimit(const LimitUsage &limit)
{
    const auto resource = limit.resource;
    // Ceilings of what may be asked for, and one without effect: nothing fills up there.
    const bool fillsUp = resource != Resource::Nice && resource != Resource::RealtimePriority &&
                         resource != Resource::ResidentSet;
    if (!fillsUp || !limit.usage || !*limit.usage || !limit.limit || limit.limit->soft.value_or(0) == 0)
        return std::nullopt;
    return static_cast<double>(**limit.usage) / static_cast<double>(*limit.limit->soft);
}

LimitsModel *makeLimitsModel(QObject *parent)
{
    const auto right = Qt::AlignRight;
    std::vector<RowColumn<LimitUsage>> columns = {
        {.title = u"Resource"_s,
         .tip = u"What is limited; the tool tip of a row says what happens at the limit"_s,
         .width = 170,
         .text = [](const LimitUsage &row) { return wordOf(traits(row.resource).label); },
         .reason =
             [](const LimitUsage &row) {
                 const auto &about = traits(row.resource);
                 return u"RLIMIT_%1. %2"_s.arg(wordOf(about.name), wordOf(about.meaning));
             }},
        {.title = u"In use"_s,
         .tip = u"How much is used, where the kernel counts it"_s,
         .align = right,
         .width = 100,
         .text = usageText,
         .key =
             [](const LimitUsage &row) {
                 return row.usage && *row.usage ? QVariant(static_cast<double>(**row.usage)) : QVariant(-1.0);
             },
         .reason = usageReason},
        {.tip = u"Use as a part of the soft limit: orange from 80 %, red at the limit"_s,
         .align = right,
         .width = 240,
         .text = shareCell,
         .key = [](const LimitUsage &row) { return QVariant(shareOfLimit(row).value_or(-1)); },
         .reason = usageReason},
        {.title = u"Soft"_s,
         .tip = u"The limit in force; the process may raise it up to the hard one"_s,
         .align = right,
         .width = 110,
         .text = sideText<&Limit::soft>,
         .key = sideKey<&Limit::soft>,
         .reason = sideReason},
        {.title = u"Hard"_s,
         .tip = u"The ceiling of the soft limit; only root may raise it"_s,
         .align = right,
         .width = 110,
         .text = sideText<&Limit::hard>,
         .key = sideKey<&Limit::hard>,
         .reason = sideReason},
        {.tip = u"Changes the limit"_s,
         .width = 50,
         .text = [](const LimitUsage &row) { return row.limit ? u"edit"_s : QString(); },
         .reason = sideReason,
         .link = [](const LimitUsage &row) { return row.limit.has_value(); }},
        {.title = u"Name"_s,
         .tip = u"As in getrlimit(2), without RLIMIT_"_s,
         .width = 110,
         .dim = true,
         .text = [](const LimitUsage &row) { return wordOf(traits(row.resource).name); }},
    };
    const auto key = [](const LimitUsage &row) -> std::int64_t {
        return static_cast<std::int64_t>(row.resource);
    };
    auto *model = new LimitsModel(std::move(columns), key, parent);
    constexpr int barColumn = 2;
    model->setBar(barColumn, [](const LimitUsage &row) {
        const auto share = shareOfLimit(row);
        return share ? QVariant(*share) : QVariant();
    });
    return model;
}

} // namespace forklore
