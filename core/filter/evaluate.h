// SPDX-License-Identifier: GPL-3.0-or-later
//
// Evaluation: what an expression says of one thing.
#pragma once

#include <string_view>

#include "core/filter/comparison.h"

namespace forklore {

/// @param subject has `FactValue value(std::size_t field, std::string_view key) const` and
/// `std::string_view searchText() const`, which is folded
template <class Subject>
[[nodiscard]] Tristate evaluate(const Expression &expression, const Vocabulary &vocabulary,
                                const Subject &subject)
{
    using Kind = Expression::Kind;
    const auto of = [&](const Expression &part) { return evaluate(part, vocabulary, subject); };
    switch (expression.kind) {
    case Kind::Text:
        return tristateOf(subject.searchText().find(expression.text) != std::string_view::npos);
    case Kind::Compare: {
        const auto &comparison = expression.comparison;
        return compare(subject.value(comparison.field, comparison.key), comparison,
                       vocabulary[comparison.field].kind);
    }
    case Kind::Not:
        return !of(expression.parts.front());
    case Kind::And: {
        auto all = Tristate::Yes;
        for (auto part = expression.parts.begin(); part != expression.parts.end() && all != Tristate::No;
             ++part)
            all = both(all, of(*part));
        return all;
    }
    case Kind::Or: {
        auto any = Tristate::No;
        for (auto part = expression.parts.begin(); part != expression.parts.end() && any != Tristate::Yes;
             ++part)
            any = either(any, of(*part));
        return any;
    }
    }
    return Tristate::No;
}

} // namespace forklore
