// SPDX-License-Identifier: GPL-3.0-or-later
//
// Operands: what stands to the right of an operator, and whether the field to the left can take it.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "core/filter/expression.h"

namespace forklore {

struct OperandError {
    std::size_t offset = 0; ///< in the operand, in bytes
    std::size_t length = 0; ///< 0: all the rest of it
    std::string message;
};

/// @param text without quotes or slashes @param quoted it stood in some
[[nodiscard]] tl::expected<Operand, OperandError>
operandOf(const FieldTraits &field, Operator op, bool isPattern, bool quoted, const std::string &text);

/// A value that the field takes, for messages.
[[nodiscard]] std::string exampleOf(const FieldTraits &field);

} // namespace forklore
