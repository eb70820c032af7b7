// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kernel's bytes as text that fits on one line, does nothing to a terminal and shows all that is in it.
// The window, the terminal and JSON ask the same functions what may deceive a reader.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace forklore {

enum class Backslash {
    Doubled, ///< the bytes can be had back from the text
    Kept,    ///< for reading and searching
};

/// The bytes with C escapes for what is not UTF-8 (\xff) and for what may deceive (\n, \x1b, \u202e):
/// controls, line separators, what turns the direction of writing round, what is not seen at all. Joiners
/// stay within a word of a script that needs them, and within an emoji.
[[nodiscard]] std::string printable(std::string_view bytes, Backslash backslash = Backslash::Doubled);

/// The longest name (comm) that the kernel keeps of a program: TASK_COMM_LEN without its NUL.
constexpr std::size_t maxCommBytes = 15;

/// As printable, of a name that the kernel may have cut at maxCommBytes: a character that was cut through is
/// left out.
[[nodiscard]] std::string printableName(std::string_view name, Backslash backslash = Backslash::Doubled);

/// JSON that escapes (\u202e) whatever may deceive, joiners too: a reader of JSON gets them all back.
/// @param json well-formed and in UTF-8
[[nodiscard]] std::string printableJson(std::string_view json);

/// The character at the start of the bytes.
struct Character {
    char32_t code = 0;
    std::size_t bytes = 0; ///< in UTF-8
};
/// Nothing where the bytes do not begin with well-formed UTF-8 as RFC 3629 has it.
[[nodiscard]] std::optional<Character> firstCharacter(std::string_view bytes);

/// Whether every character is a blank of any script, so that nothing is to be seen; true where there is none.
[[nodiscard]] bool isBlank(std::string_view bytes);

/// Whether all the bytes are well-formed UTF-8.
[[nodiscard]] bool isUtf8(std::string_view bytes);

/// Columns that a terminal gives to a character of printable text: 0 for one that joins the one before it.
[[nodiscard]] std::size_t columnsOf(char32_t code);

} // namespace forklore
