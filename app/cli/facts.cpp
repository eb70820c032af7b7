// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "app/cli/commands.h"
#include "app/cli/output/csv.h"
#include "app/cli/output/fact_cells.h"
#include "app/cli/output/text.h"
#include "core/codec/json.h"
#include "core/facts/fact.h"
#include "core/filter/fields/event_fields.h"

namespace forklore::cli {
namespace {

/// One line of the list: a fact of processes, or a field of events.
struct Entry {
    std::string id;
    std::string title;
    std::string_view meaning;
    std::string_view unit;
    std::string_view kind;
    std::string_view needs;
    std::string_view of;
};

std::string idOf(std::string_view id, std::string_view keyedBy)
{
    return keyedBy.empty() ? std::string(id) : std::string(id) + '.' + std::string(keyedBy);
}

/// "seen-below" as "Seen below".
std::string titleOf(std::string_view id)
{
    std::string title(id);
    std::ranges::replace(title, '-', ' ');
    title.front() = static_cast<char>(title.front() - 'a' + 'A');
    return title;
}

std::vector<Entry> entries()
{
    std::vector<Entry> all;
    for (const auto &fact : processFacts())
        all.push_back({idOf(fact.id, fact.keyedBy), std::string(fact.title), fact.meaning,
                       unitText(unitOf(fact)), kindText(fact.kind), fact.right, "process"});
    for (const auto &field : eventVocabulary()) {
        const auto unit = unitOf(field.kind);
        all.push_back({std::string(field.name), titleOf(field.name), field.meaning, unitText(unit),
                       kindText(field.kind), "", "event"});
    }
    return all;
}

Json document()
{
    auto facts = Json::array();
    for (const auto &entry : entries())
        facts.push_back({{"id", entry.id},
                         {"title", entry.title},
                         {"meaning", entry.meaning},
                         {"unit", textOrNull(entry.unit)},
                         {"kind", entry.kind},
                         {"needs", textOrNull(entry.needs)},
                         {"of", entry.of}});
    return {{"schema", "forklore.facts/1"}, {"facts", std::move(facts)}};
}

std::string csv()
{
    auto text = csvRecord({"id", "title", "meaning", "unit", "kind", "needs", "of"});
    for (const auto &entry : entries())
        text += csvRecord({entry.id, entry.title, std::string(entry.meaning), std::string(entry.unit),
                           std::string(entry.kind), std::string(entry.needs), std::string(entry.of)});
    return text;
}

std::string table(const Options &options)
{
    using Align = Table::Align;
    Table table;
    for (const auto *title : {"OF", "ID", "TITLE", "KIND", "UNIT", "MEANING", "NEEDS"})
        table.addColumn(title, Align::Left);
    const auto cell = [](std::string_view text) { return text.empty() ? "-" : std::string(text); };
    for (const auto &entry : entries())
        table.addRow({cell(entry.of), entry.id, entry.title, cell(entry.kind), cell(entry.unit),
                      cell(entry.meaning), cell(entry.needs)});
    return table.text(terminalColumns(), wantsColor(options));
}

} // namespace

int facts(const Options &options)
{
    return print(options.json ? documentText(document()) : options.csv ? csv() : table(options));
}

} // namespace forklore::cli
