// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kernel's bytes as text that fits on one line and does nothing to a terminal.
#pragma once

#include <string>
#include <string_view>

namespace forklore {

enum class Backslash {
    Doubled, ///< the bytes can be had back from the text
    Kept,    ///< for reading and searching
};

/// The bytes with control characters and what is not UTF-8 as C escapes (\n, \x1b, \xff).
[[nodiscard]] std::string printable(std::string_view bytes, Backslash backslash = Backslash::Doubled);

/// Bytes of the well-formed UTF-8 character at the start; 0 where there is none.
[[nodiscard]] std::size_t characterBytes(std::string_view bytes);

/// Whether the bytes are well-formed UTF-8 as RFC 3629 has it.
[[nodiscard]] bool isUtf8(std::string_view bytes);

} // namespace forklore
