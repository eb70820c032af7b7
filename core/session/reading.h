// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading: what a counter stood at, and when: the next reading makes a rate of the two.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/session/series.h"

namespace forklore {

template <class Counters>
struct Reading {
    Moment at{};
    Counters counters{};
    std::uint32_t sample = 0; ///< its number, where it matters how many were without a reading
};

} // namespace forklore
