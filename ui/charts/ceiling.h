// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ceiling: the upper end of a chart's scale, at a value that people count in, which does not dance with the
// values: it rises at once and falls only when much less would do.
#pragma once

namespace forklore {

class Ceiling {
public:
    /// In which steps it goes: 1, 2, 5, 10 …; or 1, 2, 4, 8 … times a power of 1024.
    enum class Steps { Decimal, Binary };

    /// @param least below which it never falls
    Ceiling(Steps steps, double least) : m_steps(steps), m_least(least), m_value(least) {}

    /// The largest value on the chart now; returns the ceiling that it needs.
    double fit(double largest);
    [[nodiscard]] double value() const { return m_value; }

private:
    [[nodiscard]] double smallestAbove(double value) const;

    Steps m_steps;
    double m_least;
    double m_value;
};

} // namespace forklore
