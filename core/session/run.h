// SPDX-License-Identifier: GPL-3.0-or-later
//
// Run: what a series keeps: equal values that were measured one after another. And how runs that have grown
// old become fewer.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace forklore {

struct Run {
    double value = std::numeric_limits<double>::quiet_NaN(); ///< NaN: a gap
    std::uint32_t first = 0; ///< ms, counted from where the series has its zero
    std::uint32_t last = 0;  ///< of a gap both are the millisecond after the run before

    [[nodiscard]] bool isGap() const { return std::isnan(value); }
    bool operator==(const Run &) const = default;
};

/// Merges runs into the measurements that would have been made had one been made for each step: at the
/// moment of the last in the step, with the last value, or with the mean over the time since the measurement
/// before. What stood still for a step and longer stays as it is. Of several gaps in a step the first is
/// kept.
/// @param merged how many of the runs are merged already
/// @param step in ms; the steps' ends are its multiples
/// @param border a step's end: later steps are left alone, and so is the run that goes on past it
/// @return how many of the runs are merged now; they come first
[[nodiscard]] std::size_t mergeSteps(std::vector<Run> &runs, std::size_t merged, std::uint32_t step,
                                     std::uint32_t border, bool toMean);

} // namespace forklore
