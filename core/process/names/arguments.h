// SPDX-License-Identifier: GPL-3.0-or-later
//
// Arguments: the vector a program was started with, and what became of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/printable.h"
#include "core/process/stat.h"

namespace forklore {

/// The arguments in the bytes of /proc/PID/cmdline: each ends with a NUL, the last may lack it.
/// Empty arguments are kept, as those at the end are (a shorter title written over argv looks the same).
[[nodiscard]] std::vector<std::string> splitArguments(std::string_view commandLine);

/// Whether the process wrote a title over its argument vector.
enum class Title {
    Unknown,   ///< the argument area is not told: it may not be seen (stat fields 48 and 49 read 0)
    Original,  ///< nothing shows that it was rewritten
    Rewritten, ///< the text is not as long as the area: it cannot be the original vector
    Overflown, ///< rewritten, and longer than the area: it ran over into the environment
};

/// The kernel returns just the argument area as long as its last byte is NUL, and otherwise the text up to
/// the first NUL, so a length other than the area's proves a rewritten title. See proc_pid_cmdline(5).
[[nodiscard]] Title titleOf(const Stat &stat, std::string_view commandLine);

/// As splitArguments, but a rewritten title is one string: its NULs, if any, separate nothing.
[[nodiscard]] std::vector<std::string> argumentsOf(const Stat &stat, std::string_view commandLine);

/// The arguments on one line: blanks and empties in quotes, control characters escaped.
[[nodiscard]] std::string argumentLine(const std::vector<std::string> &arguments,
                                       Backslash backslash = Backslash::Doubled);

} // namespace forklore
