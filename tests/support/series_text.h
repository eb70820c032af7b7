// SPDX-License-Identifier: GPL-3.0-or-later
//
// A series as text, so that a failed comparison prints all of it.
#pragma once

#include <cmath>

#include <QByteArrayList>

#include "core/session/series.h"

namespace forklore {

/// "2:5 4:- 7:1.5": the points as seconds and values; "-" is a gap.
[[nodiscard]] inline QByteArray textOf(const std::vector<Series::Point> &points)
{
    QByteArrayList words;
    for (const auto &[at, value] : points) {
        const auto seconds = QByteArray::number(std::chrono::duration<double>(at).count(), 'g', 12);
        words.append(seconds + ':' +
                     (std::isnan(value) ? QByteArray("-") : QByteArray::number(value, 'g', 6)));
    }
    return words.join(' ');
}

[[nodiscard]] inline QByteArray textOf(const Series &series)
{
    return textOf(series.between(Moment::min(), Moment::max()));
}

/// "none" without a series.
[[nodiscard]] inline QByteArray textOf(const Series *series)
{
    return series ? textOf(*series) : QByteArray("none");
}

} // namespace forklore
