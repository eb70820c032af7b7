// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tokens: the words of a filter. What is a field and what is plain text to search for is decided here: a name
// with an operator behind it is a field, everything else that is neither and, or, not nor a parenthesis is
// text, command-line options such as --type=renderer too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/filter/expression.h"

namespace forklore {

struct Token {
    enum class Kind {
        Text,     ///< plain, or in quotes; the value of a field too
        Pattern,  ///< /…/ after ~
        Field,    ///< a name with an operator behind it
        Operator, ///< `op`
        And,
        Or,
        Not,
        Open,
        Close,
        End,
    };

    Kind kind = Kind::End;
    std::size_t offset = 0; ///< in bytes
    std::size_t length = 0;
    std::string text = {}; ///< without quotes or slashes
    Operator op = Operator::Equal;
    bool quoted = false;
    bool closed = true; ///< the quotes, or the slashes

    [[nodiscard]] std::size_t end() const { return offset + length; }
};

/// The tokens in their order; the last is End. Any bytes have some.
[[nodiscard]] std::vector<Token> tokensOf(std::string_view text, const Vocabulary &vocabulary);

/// "=", "!=", …
[[nodiscard]] std::string_view text(Operator op);

/// What may be asked of a field of the kind.
[[nodiscard]] bool hasOrder(FactKind kind);  ///< < <= > >=
[[nodiscard]] bool takesText(FactKind kind); ///< ~ !~

/// The value as it is to be typed: in quotes where it must be.
[[nodiscard]] std::string quotedIfNeeded(std::string_view value);

} // namespace forklore
