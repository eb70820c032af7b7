// SPDX-License-Identifier: GPL-3.0-or-later
//
// FieldTraits: one of the things that a filter can ask for. The language knows no process: what its fields
// are called, what they take and what they answer is said by a table, one for processes, one for whatever
// else is to be filtered.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace forklore {

enum class FieldKind {
    Text,     ///< compared without regard to capitals: user = root
    Word,     ///< one, or several, of a few known words: state = zombie
    Number,   ///< pid = 1
    Bytes,    ///< with a unit of 1024: mem > 1 GB
    Duration, ///< with a unit of time: age < 5m
    Share,    ///< in percent: cpu > 5
};

/// A value that can be named.
struct FieldWord {
    std::string_view word;
    std::string_view alias; ///< another spelling, the kernel's letter for instance; compared to the letter
    std::string_view meaning;
};

struct FieldTraits {
    std::string_view name;
    std::vector<std::string_view> aliases;
    FieldKind kind;
    std::string_view meaning;               ///< one sentence
    std::vector<std::string_view> examples; ///< values, as one would type them
    std::vector<FieldWord> words = {};      ///< of FieldKind::Word: all there are
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
[[nodiscard]] const FieldWord *wordNamed(const FieldTraits &field, std::string_view text);

// What a thing answers when it is asked for one of its fields.

/// Nobody knows: it was denied, or has not been read yet.
struct NotKnown {};
/// It has none: the exit status of a process that lives.
struct NoValue {};
/// In bytes, seconds, percent or plain.
struct NumberValue {
    double value = 0;
    std::optional<double> whole = {}; ///< 100 % of it; nothing: there is no limit
    bool wholeKnown = true;
};
struct TextValue {
    std::vector<std::string> texts; ///< several spellings, or words, of which any will do
    bool cut = false;               ///< the kernel cut it short: a longer text may be meant
};
using FieldValue = std::variant<NotKnown, NoValue, NumberValue, TextValue>;

} // namespace forklore
