// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_points.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>

namespace forklore {

ChartPoints thinnedOut(ChartPoints points, std::size_t buckets)
{
    if (points.size() <= 2 * buckets)
        return points;
    ChartPoints kept;
    const auto first = points.front().at;
    const auto width =
        (points.back().at - first) / static_cast<std::int64_t>(buckets) + std::chrono::nanoseconds(1);
    for (auto begin = points.begin(); begin != points.end();) {
        const auto end = std::find_if(begin, points.end(), [&](const Series::Point &point) {
            return (point.at - first) / width != (begin->at - first) / width;
        });
        const bool hasGap =
            std::any_of(begin, end, [](const Series::Point &point) { return std::isnan(point.value); });
        if (hasGap) {
            kept.insert(kept.end(), begin, end);
        } else {
            const auto [least, most] = std::minmax_element(
                begin, end, [](const Series::Point &a, const Series::Point &b) { return a.value < b.value; });
            kept.push_back(*std::min(least, most));
            if (least != most)
                kept.push_back(*std::max(least, most));
        }
        begin = end;
    }
    return kept;
}

void stack(std::vector<ChartPoints> &curves)
{
    // Measured together, the curves share their moments; a run has only its ends, so all moments are joined.
    std::vector<Moment> moments;
    for (const auto &points : curves) {
        for (const auto &point : points)
            moments.push_back(point.at);
    }
    std::ranges::sort(moments);
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    std::vector<double> floor(moments.size(), 0);
    for (auto &points : curves) {
        ChartPoints raised;
        auto next = points.cbegin();
        for (std::size_t i = 0; i < moments.size(); ++i) {
            while (next != points.cend() && next->at < moments[i])
                ++next;
            if (next == points.cend())
                break;
            if (next->at > moments[i] && next == points.cbegin())
                continue;
            // Within a run the ends are equal; where a run ends before, the joined moment is measured in it.
            floor[i] += next->at == moments[i] ? next->value : std::prev(next)->value;
            raised.push_back({moments[i], floor[i]});
        }
        points = std::move(raised);
    }
}

std::vector<QList<QPointF>> stretchesOf(const ChartPoints &points, Moment now)
{
    std::vector<QList<QPointF>> stretches;
    bool gap = true;
    for (const auto &point : points) {
        const bool measured = !std::isnan(point.value);
        if (measured && gap)
            stretches.emplace_back();
        if (measured)
            stretches.back().append({std::chrono::duration<double>(point.at - now).count(), point.value});
        gap = !measured;
    }
    return stretches;
}

} // namespace forklore
