// SPDX-License-Identifier: GPL-3.0-or-later
//
// Series: one measured quantity over time, as it was measured: no value is made up, and where nothing was
// measured there is a gap.
//
// Most quantities of most processes stand still, so equal values that follow each other are one run: its
// first and its last moment. Runs older than `fine` are merged into steps of `coarse`, those older than
// `kept` are forgotten, so a series is bounded however long it goes on.
//
// What it costs: 64 bytes for one that stands still, as its only run is within the object; 16 bytes for each
// further run. One that never stands still, measured each second, has at most 660 runs of the last minutes
// and 8640 of the day: 150 KB. Moments are kept to the millisecond.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ratio>
#include <vector>

#include "core/session/run.h"

namespace forklore {

/// A moment on the clock of Snapshot::sinceBoot.
using Moment = std::chrono::nanoseconds;

/// From one moment to another; without them: always.
struct Period {
    Moment from = Moment::min();
    Moment to = Moment::max();

    [[nodiscard]] bool contains(Moment moment) const { return from <= moment && moment <= to; }
};

class Series {
public:
    /// What a merged step says: of a gauge the value that was measured last in it; of a rate the mean over
    /// it, which is what a measurement of the whole step would have given.
    enum class Kind : std::uint8_t { Gauge, Rate };

    static constexpr std::chrono::seconds fine{600};  ///< for so long every measurement is kept
    static constexpr std::chrono::seconds coarse{10}; ///< the steps of what is older
    static constexpr std::chrono::hours kept{24};

    struct Point {
        Moment at{};
        double value = 0; ///< NaN: nothing was measured from the point before to the one after
    };

    explicit Series(Kind kind) : m_kind(kind) {}

    /// A measurement. Moments ascend; of two with the same the first counts.
    void append(Moment at, double value);
    /// Nothing is known from the last measurement on to the next.
    void interrupt();
    /// Lets go of what is older, to save memory. A run that goes on past the moment stays whole.
    void forget(Moment before);

    /// The points that draw the line from one moment to the other, ascending, and one more at each side where
    /// there is one. Of a run its first and last; between two runs with a gap a point that is NaN.
    [[nodiscard]] std::vector<Point> between(Moment from, Moment to) const;
    /// A copy of what between() and at() need for a period, and of no more. Nothing is appended to it.
    [[nodiscard]] Series part(const Period &period) const;
    /// What was measured last at that moment or before; nothing in a gap, before the first, and after the
    /// last measurement by more than `patience`.
    [[nodiscard]] std::optional<double> at(Moment moment, std::chrono::nanoseconds patience) const;
    [[nodiscard]] std::optional<Point> last() const;
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] std::size_t runs() const; ///< what it takes up, in runs of 16 bytes

private:
    using Steps = std::chrono::duration<std::int32_t, std::ratio<coarse.count()>>;

    [[nodiscard]] Moment momentOf(std::uint32_t stamp) const
    {
        return Moment(m_base) + std::chrono::milliseconds(stamp);
    }
    [[nodiscard]] const Run &runAt(std::size_t index) const
    {
        return index < m_closed.size() ? m_closed[index] : m_open;
    }
    void moveBase(Moment base);
    void close();
    void tidy(std::uint32_t now);

    std::vector<Run> m_closed;  ///< ascending; those that are merged come first
    Run m_open;                 ///< the last one; a gap while m_closed is empty: nothing was measured yet
    Steps m_base{};             ///< what the runs count from
    std::uint32_t m_tidyAt = 0; ///< the next time to merge and to forget
    std::uint32_t m_merged = 0; ///< how many of m_closed
    Kind m_kind;
};

} // namespace forklore
