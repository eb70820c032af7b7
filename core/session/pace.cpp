// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/pace.h"

#include <algorithm>

namespace forklore {

std::chrono::nanoseconds Pace::maxDistance(std::chrono::nanoseconds interval) const
{
    if (interval.count() <= 0)
        return std::chrono::nanoseconds::max();
    // The last sample may have been asked for at a longer interval. The zeros count until there are three.
    const auto usual = std::max({interval, m_interval, *std::ranges::min_element(m_distances)});
    return usual * 5 / 2; // one sample may be left out, not two
}

void Pace::append(std::chrono::nanoseconds distance, std::chrono::nanoseconds interval)
{
    m_distances.at(m_count++ % m_distances.size()) = distance;
    m_interval = interval;
}

} // namespace forklore
