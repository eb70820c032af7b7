// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/fact_columns.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace forklore::cli {
namespace {

Failure noSuchFact(std::string_view name)
{
    const auto nearest = nearestFact(name);
    const auto hint = nearest.empty() ? std::string() : fmt::format("; the nearest is '{}'", nearest);
    return failure(ErrorKind::Malformed,
                   fmt::format("there is no fact '{}'{} (see forklore-cli facts)", name, hint));
}

/// By what processes are sorted.
struct Key {
    int rank = 0; ///< 0: it has a value; 1: it has none; 2: not known
    double number = 0;
    std::string text;
};

Key keyOf(const FactValue &value)
{
    if (std::holds_alternative<NotKnown>(value))
        return {2, 0, {}};
    if (const auto *number = std::get_if<NumberValue>(&value))
        return {0, number->value, {}};
    if (const auto *text = std::get_if<TextValue>(&value))
        return {0, 0, text->texts.empty() ? std::string() : text->texts.front()};
    return {1, 0, {}};
}

} // namespace

std::string FactColumn::id() const
{
    return fact->keyedBy.empty() ? std::string(fact->id) : fmt::format("{}.{}", fact->id, key);
}

Result<FactColumn> factColumn(std::string_view name)
{
    if (const auto *fact = factNamed(name)) {
        if (fact->keyedBy.empty())
            return FactColumn{fact};
        return failure(ErrorKind::Malformed,
                       fmt::format("'{}' is asked for with a name: {}.{}", name, fact->id, fact->keyedBy));
    }
    const auto dot = name.find('.');
    const auto *fact = dot == std::string_view::npos ? nullptr : factNamed(name.substr(0, dot));
    if (fact == nullptr || fact->keyedBy.empty() || dot + 1 == name.size())
        return noSuchFact(name);
    return FactColumn{fact, std::string(name.substr(dot + 1))};
}

Result<FactColumns> factColumns(std::string_view names)
{
    FactColumns columns;
    for (std::size_t begin = 0; begin <= names.size();) {
        const auto end = std::min(names.find(',', begin), names.size());
        auto column = factColumn(names.substr(begin, end - begin));
        if (!column)
            return Failure(column.error());
        columns.push_back(std::move(*column));
        begin = end + 1;
    }
    return columns;
}

FactColumns usualColumns()
{
    return factColumns("pid,ppid,user,state,time,mem,threads,fds,cmd").value();
}

void addNeeds(SampleRequest &request, const FactColumns &columns)
{
    for (const auto &column : columns) {
        if (column.fact->needs != nullptr)
            request.ofAll.*column.fact->needs = true;
    }
}

bool needTwoSamples(const FactColumns &columns)
{
    return std::ranges::any_of(columns, [](const FactColumn &column) { return column.fact->isRate; });
}

FactContext factContext(const Survey &survey)
{
    return {survey.system, survey.snapshot.sinceBoot, survey.system.viewer.uid,
            [&survey](Uid uid) { return survey.users.nameOrNumber(uid); },
            [&survey](std::uint32_t device) { return survey.inspector->terminal(device).value_or(""); }};
}

FactValue valueOf(const FactColumn &column, const Process &process, const FactContext &context)
{
    auto keyed = context;
    keyed.key = column.key;
    return valueOf(*column.fact, process, keyed);
}

void sortBy(Survey &survey, const FactColumn &column, bool largestFirst)
{
    const auto context = factContext(survey);
    std::vector<std::pair<Key, ProcessList::Pointer>> keyed;
    for (const auto &process : survey.shown)
        keyed.emplace_back(keyOf(valueOf(column, *process, context)), process);
    std::ranges::stable_sort(keyed, [&](const auto &left, const auto &right) {
        const Key &a = left.first;
        const Key &b = right.first;
        if (a.rank != b.rank)
            return a.rank < b.rank;
        const auto &[first, second] = largestFirst ? std::tie(b, a) : std::tie(a, b);
        return first.number != second.number ? first.number < second.number : first.text < second.text;
    });
    std::ranges::transform(keyed, survey.shown.begin(), [](auto &pair) { return std::move(pair.second); });
}

} // namespace forklore::cli
