// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sizes as people read them.
#pragma once

#include <cstdint>
#include <string>

namespace forklore {

/// "12.4 MiB": binary units, and no more than three figures or so, as the rest says nothing.
[[nodiscard]] std::string byteSizeText(std::uint64_t bytes);

} // namespace forklore
