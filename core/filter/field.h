// SPDX-License-Identifier: GPL-3.0-or-later
//
// FieldTraits: one of the things that a filter can ask for. The language knows no process: what its fields
// are called, what they take and what they answer is said by a table, one for processes, one for whatever
// else is to be filtered.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "core/facts/fact.h"

namespace forklore {

struct FieldTraits {
    std::string_view name;
    std::vector<std::string_view> aliases;
    FactKind kind;
    std::string_view meaning;               ///< one sentence
    std::vector<std::string_view> examples; ///< values, as one would type them
    std::vector<FactWord> words = {};       ///< of FactKind::Word: all there are
    std::string_view wholeOf = {}; ///< what 100 % is, where a share can be asked for: fds > 80%; else empty
    std::string_view keyedBy = {}; ///< what stands behind the dot: env.NAME; else empty
    bool changesByItself = false;  ///< from one moment to the next, though no fact has changed
    bool ofTwoSamples = false;     ///< a rate: not known from one sample alone
    bool sampled = false;          ///< the values there are just now are worth proposing
};

/// The fields of one kind of thing. An expression holds positions in it.
using Vocabulary = std::vector<FieldTraits>;

/// The position of the field with the name or alias, whatever the capitals.
[[nodiscard]] std::optional<std::size_t> fieldNamed(const Vocabulary &vocabulary, std::string_view name);

/// The name or alias that is nearest to a misspelt one; empty when none is near.
[[nodiscard]] std::string_view nearestField(const Vocabulary &vocabulary, std::string_view name);
[[nodiscard]] std::string_view nearestWord(const FieldTraits &field, std::string_view word);

/// A capital or small letter apart, "sleep" for "sleeping", or an alias to the letter; null for no word.
[[nodiscard]] const FactWord *wordNamed(const FieldTraits &field, std::string_view text);

} // namespace forklore
