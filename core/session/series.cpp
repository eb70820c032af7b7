// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/series.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace forklore {
namespace {

constexpr std::uint32_t stampOf(Moment time)
{
    return static_cast<std::uint32_t>(std::chrono::floor<std::chrono::milliseconds>(time).count());
}

constexpr auto fineStamps = stampOf(Series::fine);
constexpr auto coarseStamps = stampOf(Series::coarse);
constexpr auto keptStamps = stampOf(Series::kept);
constexpr std::uint32_t tidyEvery = 60'000;            // runs that grow old are moved up many at a time
constexpr std::chrono::milliseconds longest(1u << 31); // from the base

} // namespace

void Series::append(Moment at, double value)
{
    if (std::isnan(value))
        return interrupt();
    if (!isEmpty() && at - m_base > longest)
        moveBase(at - kept);
    if (isEmpty()) {
        m_base = std::chrono::floor<Steps>(at);
        m_tidyAt = 0;
    } else if (at < momentOf(m_open.isGap() ? m_open.first : m_open.last + 1)) {
        return;
    }
    const auto stamp = stampOf(at - m_base);
    if (stamp >= m_tidyAt)
        tidy(stamp);
    if (m_open.value == value) {
        m_open.last = stamp;
        return;
    }
    close();
    m_open = {value, stamp, stamp};
}

void Series::interrupt()
{
    if (m_open.isGap())
        return;
    close();
    const auto after = m_open.last + 1;
    m_open = Run{.first = after, .last = after};
}

void Series::forget(Moment before)
{
    const auto stays = std::ranges::find_if(
        m_closed, [&](const Run &run) { return !run.isGap() && momentOf(run.last) >= before; });
    const auto count = static_cast<std::uint32_t>(stays - m_closed.begin());
    m_closed.erase(m_closed.begin(), stays);
    m_merged -= std::min<std::uint32_t>(m_merged, count);
}

std::vector<Series::Point> Series::between(Moment from, Moment to) const
{
    std::vector<Point> points;
    const auto add = [&](std::uint32_t stamp, double value) {
        if (!points.empty() && momentOf(stamp) < from)
            points.clear(); // one is enough at each side
        points.push_back({momentOf(stamp), value});
    };
    const auto first =
        std::ranges::partition_point(m_closed, [&](const Run &run) { return momentOf(run.last) < from; });
    const auto begin = static_cast<std::size_t>(first - m_closed.begin());
    for (auto index = begin - std::min<std::size_t>(begin, 1); index < runs(); ++index) {
        const auto &run = runAt(index);
        if (run.isGap() && index + 1 == runs())
            break; // nothing comes after it yet
        if (run.first != run.last)
            add(run.first, run.value);
        if (run.first == run.last || momentOf(run.first) <= to)
            add(run.last, run.value);
        if (points.back().at > to)
            break;
    }
    return points;
}

Series Series::part(const Period &period) const
{
    Series part(m_kind);
    if (isEmpty())
        return part;
    const auto first = std::ranges::partition_point(
        m_closed, [&](const Run &run) { return momentOf(run.last) < period.from; });
    const auto begin = first - std::min<std::ptrdiff_t>(first - m_closed.begin(), 1);
    // Up to the first that was measured after it: a gap at the end would have nothing after it.
    const auto later = std::ranges::find_if(first, m_closed.end(), [&](const Run &run) {
        return momentOf(run.first) > period.to && !run.isGap();
    });
    part.m_base = m_base;
    part.m_closed.assign(begin, later);
    part.m_open = later == m_closed.end() ? m_open : *later;
    return part;
}

std::optional<double> Series::at(Moment moment, std::chrono::nanoseconds patience) const
{
    const auto latest = last();
    if (!latest || (moment > latest->at && moment - latest->at > patience))
        return std::nullopt;
    const auto begun = [&](const Run &run) { return momentOf(run.first) <= moment; };
    if (begun(m_open))
        return m_open.isGap() ? std::nullopt : std::optional(m_open.value);
    const auto later = std::ranges::partition_point(m_closed, begun);
    if (later == m_closed.begin() || std::prev(later)->isGap())
        return std::nullopt;
    return std::prev(later)->value;
}

std::optional<Series::Point> Series::last() const
{
    if (isEmpty())
        return std::nullopt;
    const auto &run = m_open.isGap() ? m_closed.back() : m_open;
    return Point{momentOf(run.last), run.value};
}

bool Series::isEmpty() const
{
    return m_closed.empty() && m_open.isGap();
}

std::size_t Series::runs() const
{
    return isEmpty() ? 0 : m_closed.size() + 1;
}

/// So that 32 bits hold the moments again. What the new base leaves behind is old enough to be forgotten.
void Series::moveBase(Moment base)
{
    const auto moved = std::chrono::floor<Steps>(base);
    base = moved;
    forget(base);
    const auto restamp = [&](std::uint32_t stamp) { return stampOf(std::max(momentOf(stamp), base) - base); };
    const bool isOld = momentOf(m_open.last) < base;
    m_open = isOld ? Run() : Run{m_open.value, restamp(m_open.first), restamp(m_open.last)};
    for (auto &run : m_closed)
        run = {run.value, restamp(run.first), restamp(run.last)};
    m_base = moved;
    m_tidyAt = 0;
}

void Series::close()
{
    if (isEmpty())
        return;
    if (m_closed.size() == m_closed.capacity()) // doubled, a long day would waste too much
        m_closed.reserve(m_closed.size() + m_closed.size() / 4 + 2);
    m_closed.push_back(m_open);
}

void Series::tidy(std::uint32_t now)
{
    m_tidyAt = now + tidyEvery;
    if (now > keptStamps)
        forget(momentOf(now - keptStamps));
    if (now <= fineStamps || m_closed.empty())
        return;
    const auto border = (now - fineStamps) / coarseStamps * coarseStamps;
    m_merged = static_cast<std::uint32_t>(
        mergeSteps(m_closed, m_merged, coarseStamps, border, m_kind == Kind::Rate));
}

} // namespace forklore
