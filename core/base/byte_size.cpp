// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/byte_size.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace forklore {

std::string byteSizeText(std::uint64_t bytes)
{
    constexpr std::array<std::string_view, 7> units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1023.5 && unit + 1 < units.size()) { // what would be rounded to 1024
        value /= 1024;
        ++unit;
    }
    const int decimals = unit == 0 || value >= 99.95 ? 0 : value < 9.995 && unit >= 3 ? 2 : 1;
    return fmt::format("{:.{}f} {}", value, decimals, units.at(unit));
}

} // namespace forklore
