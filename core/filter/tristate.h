// SPDX-License-Identifier: GPL-3.0-or-later
//
// Truth: yes, no, or unknown. What cannot be read is neither equal to a value nor different from it, so an
// expression about it is unknown, and so is its negation: only what is known to match is shown.
#pragma once

#include <algorithm>

namespace forklore {

/// In this order "and" is the lesser and "or" the greater of two: Kleene's strong logic.
enum class Tristate : unsigned char { No, Unknown, Yes };

[[nodiscard]] constexpr Tristate tristateOf(bool value)
{
    return value ? Tristate::Yes : Tristate::No;
}

[[nodiscard]] constexpr Tristate operator!(Tristate tristate)
{
    return tristate == Tristate::Unknown ? tristate : tristateOf(tristate == Tristate::No);
}

[[nodiscard]] constexpr Tristate both(Tristate a, Tristate b)
{
    return std::min(a, b);
}

[[nodiscard]] constexpr Tristate either(Tristate a, Tristate b)
{
    return std::max(a, b);
}

} // namespace forklore
