// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/field.h"

#include <algorithm>

#include "core/facts/spelling.h"

namespace forklore {
std::optional<std::size_t> fieldNamed(const Vocabulary &vocabulary, std::string_view name)
{
    const auto isNamed = [&](const FieldTraits &field) {
        return sameWord(field.name, name) ||
               std::ranges::any_of(field.aliases, [&](auto alias) { return sameWord(alias, name); });
    };
    const auto found = std::ranges::find_if(vocabulary, isNamed);
    return found == vocabulary.end() ? std::nullopt
                                     : std::optional(static_cast<std::size_t>(found - vocabulary.begin()));
}

std::string_view nearestField(const Vocabulary &vocabulary, std::string_view name)
{
    NearestWord nearest(name);
    for (const auto &field : vocabulary) {
        nearest.offer(field.name);
        std::ranges::for_each(field.aliases, [&](auto alias) { nearest.offer(alias); });
    }
    return nearest.best();
}

std::string_view nearestWord(const FieldTraits &field, std::string_view word)
{
    NearestWord nearest(word);
    for (const auto &known : field.words)
        nearest.offer(known.word);
    return nearest.best();
}

const FactWord *wordNamed(const FieldTraits &field, std::string_view text)
{
    const auto &words = field.words;
    auto found = std::ranges::find(words, text, &FactWord::alias);
    if (text.empty())
        return nullptr;
    if (found == words.end())
        found = std::ranges::find_if(words, [&](const auto &known) { return sameWord(known.word, text); });
    if (found == words.end()) // "stop" for stopped, "sleep" for sleeping
        found = std::ranges::find_if(words, [&](const auto &known) {
            constexpr std::size_t shortest = 3;
            return text.size() >= shortest && sameWord(known.word.substr(0, text.size()), text);
        });
    return found == words.end() ? nullptr : &*found;
}

} // namespace forklore
