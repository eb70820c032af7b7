// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading: what a counter stood at, and when: the next reading makes a rate of the two.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/base/clocks.h"
#include "core/session/series.h"

namespace forklore {

template <class Counters>
struct Reading {
    Moment at{};
    Counters counters{};
    std::uint32_t sample = 0; ///< its number, where it matters how many were without a reading
};

/// What a counter gained in each second; nothing where it shrank, as it was set back.
[[nodiscard]] inline std::optional<double> rate(std::uint64_t before, std::uint64_t now,
                                                std::chrono::nanoseconds elapsed)
{
    if (now < before)
        return std::nullopt;
    return static_cast<double>(now - before) / seconds(elapsed);
}

} // namespace forklore
