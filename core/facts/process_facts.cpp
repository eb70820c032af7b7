// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iterator>

#include "core/facts/fact.h"
#include "core/facts/spelling.h"
#include "core/facts/tables.h"

namespace forklore {

const std::vector<Fact> &processFacts()
{
    static const auto facts = [] {
        std::vector<Fact> all;
        for (const auto table :
             {identityFacts, rightsFacts, activityFacts, memoryFacts, resourceFacts, endFacts})
            std::ranges::move(table(), std::back_inserter(all));
        return all;
    }();
    return facts;
}

const Fact *factNamed(std::string_view name)
{
    const auto &facts = processFacts();
    const auto found = std::ranges::find_if(facts, [&](const Fact &fact) {
        return sameWord(fact.id, name) ||
               std::ranges::any_of(fact.aliases, [&](auto alias) { return sameWord(alias, name); });
    });
    return found == facts.end() ? nullptr : &*found;
}

std::string_view nearestFact(std::string_view name)
{
    NearestWord nearest(name);
    for (const auto &fact : processFacts()) {
        nearest.offer(fact.id);
        std::ranges::for_each(fact.aliases, [&](auto alias) { nearest.offer(alias); });
    }
    return nearest.best();
}

FactValue valueOf(const Fact &fact, const Process &process, const FactContext &context)
{
    if (fact.isOfLiving && process.hasEnded)
        return NotKnown{Error{ErrorKind::Gone, "it has ended"}};
    return fact.value(process, context);
}

Unit unitOf(FactKind kind, bool isRate)
{
    switch (kind) {
    case FactKind::Bytes:
        return isRate ? Unit::BytesPerSecond : Unit::Bytes;
    case FactKind::Duration:
    case FactKind::Time:
        return Unit::Seconds;
    case FactKind::Share:
        return Unit::Percent;
    default:
        return Unit::None;
    }
}

} // namespace forklore
