// SPDX-License-Identifier: GPL-3.0-or-later
//
// Truth: yes, no, or unknown. What cannot be read is neither equal to a value nor different from it, so an
// expression about it is unknown, and so is its negation: only what is known to match is shown.
#pragma once

#include <algorithm>

namespace forklore {

/// In this order "and" is the lesser and "or" the greater of two: Kleene's strong logic.
enum class Truth : unsigned char { No, Unknown, Yes };

[[nodiscard]] constexpr Truth truthOf(bool value)
{
    return value ? Truth::Yes : Truth::No;
}

[[nodiscard]] constexpr Truth operator!(Truth truth)
{
    return truth == Truth::Unknown ? truth : truthOf(truth == Truth::No);
}

[[nodiscard]] constexpr Truth both(Truth a, Truth b)
{
    return std::min(a, b);
}

[[nodiscard]] constexpr Truth either(Truth a, Truth b)
{
    return std::max(a, b);
}

} // namespace forklore
