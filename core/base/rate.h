// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "core/base/clocks.h"

namespace forklore {

/// What a counter gained in each second. Nothing: it shrank, as it was set back, or no time has passed.
template <class Number>
[[nodiscard]] std::optional<double> rate(Number before, Number now, std::chrono::nanoseconds elapsed)
{
    if (now < before || elapsed.count() <= 0)
        return std::nullopt;
    return static_cast<double>(now - before) / seconds(elapsed);
}

} // namespace forklore
