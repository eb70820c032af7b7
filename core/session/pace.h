// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pace: how far apart samples come. Two that came much farther apart than they should have are not joined by
// a line: nobody knows what was between them.
//
// A distance counts as usual where it is that of the interval asked for, or where the last three were no
// shorter: a machine too slow for its interval is measured at a pace of its own.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace forklore {

class Pace {
public:
    /// The farthest that the next sample may be from the last one and still be joined with it.
    /// @param interval as the next sample was asked for; 0: not known, so all distances are joined
    [[nodiscard]] std::chrono::nanoseconds maxDistance(std::chrono::nanoseconds interval) const;
    /// The next sample has come.
    void append(std::chrono::nanoseconds distance, std::chrono::nanoseconds interval);

private:
    std::array<std::chrono::nanoseconds, 3> m_distances{};
    std::size_t m_count = 0;
    std::chrono::nanoseconds m_interval{}; ///< of the last sample
};

} // namespace forklore
