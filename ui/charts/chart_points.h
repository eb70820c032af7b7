// SPDX-License-Identifier: GPL-3.0-or-later
//
// The points of a curve on their way from a series to the chart: nothing is added and no extreme is lost.
#pragma once

#include <cstddef>
#include <vector>

#include <QList>
#include <QPointF>

#include "core/session/series.h"

namespace forklore {

using ChartPoints = std::vector<Series::Point>; ///< ascending; NaN: a gap

/// At most two points a bucket: the smallest and the largest in it, in their order. A bucket with a gap in it
/// stays whole.
[[nodiscard]] ChartPoints thinnedOut(ChartPoints points, std::size_t buckets);

/// Each curve raised by those before it. A moment at which one of them was not measured has a gap from there
/// on up.
void stack(std::vector<ChartPoints> &curves);

/// One list of points, in seconds from `now`, for each stretch of the curve without a gap.
[[nodiscard]] std::vector<QList<QPointF>> stretchesOf(const ChartPoints &points, Moment now);

} // namespace forklore
