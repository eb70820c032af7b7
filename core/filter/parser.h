// SPDX-License-Identifier: GPL-3.0-or-later
//
// The grammar of filters. "not" binds closest, then "and", which may be left out between two terms, then
// "or"; "!", "&&" and "||" are other spellings.
//
//   filter     = [ any ]
//   any        = all { "or" all }
//   all        = term { [ "and" ] term }
//   term       = "not" term | "(" any ")" | text | field operator value
//   operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~" | ":"
//   value      = text | number [ unit ] | "none" | "/" regular expression "/"
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "core/filter/expression.h"

namespace forklore {

/// Where a filter is wrong and what would be right. An error behind the last byte has no length.
struct FilterError {
    std::size_t offset = 0; ///< in bytes
    std::size_t length = 0;
    std::string message; ///< for a person, without capital and full stop

    bool operator==(const FilterError &) const = default;
};

/// Recursion ends at a depth of a hundred parentheses or negations: deeper ones are an error.
[[nodiscard]] tl::expected<Expression, FilterError> parseFilter(std::string_view text,
                                                                const Vocabulary &vocabulary);

} // namespace forklore
