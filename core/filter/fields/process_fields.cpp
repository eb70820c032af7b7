// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/fields/process_fields.h"

#include <algorithm>
#include <iterator>

namespace forklore {
namespace {

FieldTraits fieldOf(const Fact *fact)
{
    FieldTraits field{fact->id, fact->aliases, fact->kind, fact->meaning, fact->examples};
    field.words = fact->words;
    field.wholeOf = fact->wholeOf;
    field.keyedBy = fact->keyedBy;
    field.changesByItself = fact->changesByItself;
    field.ofTwoSamples = fact->isRate;
    field.sampled = fact->isProposed;
    return field;
}

} // namespace

const std::vector<const Fact *> &processFields()
{
    static const auto fields = [] {
        std::vector<const Fact *> all;
        for (const auto &fact : processFacts()) {
            if (fact.kind != FactKind::Time)
                all.push_back(&fact);
        }
        return all;
    }();
    return fields;
}

const Vocabulary &processVocabulary()
{
    static const auto vocabulary = [] {
        Vocabulary all;
        std::ranges::transform(processFields(), std::back_inserter(all), fieldOf);
        return all;
    }();
    return vocabulary;
}

} // namespace forklore
