// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one place where the kernel's bytes become text for people.
#pragma once

#include <string_view>
#include <vector>

#include <QString>

namespace forklore {

/// One line of text, as printable() makes it. A backslash stays as it is, so the text is for reading; what is
/// exact to the byte is copied by its own command.
[[nodiscard]] QString displayText(std::string_view bytes);

/// As the text of a menu entry or a button: its "&" marks no key.
[[nodiscard]] inline QString withoutKey(const QString &text)
{
    return QString(text).replace(QLatin1Char('&'), QLatin1String("&&"));
}

/// A word of our own tables, which are ASCII.
[[nodiscard]] inline QString wordOf(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

/// The arguments on one line; empty ones and those with blanks in quotes.
[[nodiscard]] QString argumentsLine(const std::vector<std::string> &arguments);

// The vector in three languages, exact to the byte.
[[nodiscard]] QString
asShellLine(const std::vector<std::string> &arguments); ///< for POSIX shells, $'…' where needed
[[nodiscard]] QString
asJson(const std::vector<std::string> &arguments); ///< bytes that are not UTF-8: {"base64": …}
[[nodiscard]] QString asCArray(const std::vector<std::string> &arguments);

} // namespace forklore
