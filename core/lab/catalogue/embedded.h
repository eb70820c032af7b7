// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the build puts into the program of each demo: its text, and the source of its scenario.
#pragma once

#include <string_view>
#include <vector>

namespace forklore {

struct EmbeddedDemo {
    std::string_view name;
    std::string_view text;
    std::string_view source;
};

/// In the order in which they are offered.
[[nodiscard]] const std::vector<EmbeddedDemo> &embeddedDemos();

} // namespace forklore
