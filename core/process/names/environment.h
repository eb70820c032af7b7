// SPDX-License-Identifier: GPL-3.0-or-later
//
// Environment: the variables a process got at exec. What it set later is not seen by the kernel.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace forklore {

struct Variable {
    std::string name;                 ///< any bytes but NUL and '='; may be empty
    std::optional<std::string> value; ///< nothing: the entry has no '=' and is not a variable at all

    bool operator==(const Variable &) const = default;
};

/// In the block's order, duplicates kept: getenv(3) sees the first of them.
using Environment = std::vector<Variable>;

} // namespace forklore
