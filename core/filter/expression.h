// SPDX-License-Identifier: GPL-3.0-or-later
//
// Expression: what a filter asks, as a tree of values.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/filter/amount.h"

namespace re2 {
class RE2;
}

namespace forklore {

enum class Operator { Equal, Different, Less, AtMost, Greater, AtLeast, Contains, ContainsNot };

/// A regular expression, translated once. Two of the same text are the same.
struct Pattern {
    std::string text;
    std::shared_ptr<const re2::RE2> program;

    bool operator==(const Pattern &other) const { return text == other.text; }
};

/// The word none: the thing has no such value.
struct NoneAsked {
    bool operator==(const NoneAsked &) const = default;
};

/// What a field is compared with; a text is folded.
using Operand = std::variant<NoneAsked, Amount, std::string, Pattern>;

struct Comparison {
    std::size_t field = 0; ///< its position in the vocabulary
    std::string key;       ///< of env.NAME: the name
    Operator op = Operator::Equal;
    Operand operand;

    bool operator==(const Comparison &) const = default;
};

struct Expression {
    enum class Kind {
        Text,    ///< `text` occurs in what can be searched of the thing
        Compare, ///< `comparison`
        Not,     ///< of the one part
        And,     ///< of all parts; without any: everything matches
        Or,
    };

    Kind kind = Kind::And;
    std::string text = {}; ///< folded
    Comparison comparison = {};
    std::vector<Expression> parts = {};

    bool operator==(const Expression &) const = default;
};

/// Every comparison in the tree, to find out what it needs.
template <class Visit>
void forEachComparison(const Expression &expression, const Visit &visit)
{
    if (expression.kind == Expression::Kind::Compare)
        visit(expression.comparison);
    for (const auto &part : expression.parts)
        forEachComparison(part, visit);
}

[[nodiscard]] inline bool searchesText(const Expression &expression)
{
    if (expression.kind == Expression::Kind::Text)
        return true;
    for (const auto &part : expression.parts) {
        if (searchesText(part))
            return true;
    }
    return false;
}

} // namespace forklore
