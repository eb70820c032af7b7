// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace forklore {

/// A path as mountinfo has it, proc_pid_mountinfo(5): the kernel writes blank, tab, newline and backslash as
/// \ and three octal digits.
[[nodiscard]] std::string unescapedMountPath(std::string_view text);

} // namespace forklore
