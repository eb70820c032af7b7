// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ceiling.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace forklore {

double Ceiling::smallestAbove(double value) const
{
    if (m_steps == Steps::Binary)
        return std::exp2(std::ceil(std::log2(std::max(value, 1.0))));
    const double power = std::pow(10, std::floor(std::log10(std::max(value, 1e-9))));
    constexpr std::array steps = {1.0, 2.0, 5.0, 10.0};
    constexpr double rounding = 1 - 1e-9; // 0.2 is not more than 2 × 0.1
    const auto *enough =
        std::ranges::find_if(steps, [&](double step) { return step * power >= value * rounding; });
    return *enough * power;
}

double Ceiling::fit(double largest)
{
    constexpr double muchLess = 0.3;
    const bool tooLow = largest > m_value;
    const bool tooHigh = largest < m_value * muchLess;
    if (tooLow || tooHigh)
        m_value = std::max(m_least, smallestAbove(largest));
    return m_value;
}

} // namespace forklore
