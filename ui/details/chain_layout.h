// SPDX-License-Identifier: GPL-3.0-or-later
//
// ChainLayout: where the boxes and arrows of a chain of processes go, in lines as wide as there is room.
#pragma once

#include <vector>

#include <QFontMetrics>
#include <QPolygonF>
#include <QRect>
#include <QString>

#include "core/process/resources/peer.h"

namespace forklore {

struct ChainLayout {
    /// All joints of one direction between the same two processes.
    struct Arrow {
        QPolygonF line; ///< from the source to the target
        bool bothWays = false;
        QRectF labelArea;
        QString label; ///< "1 → 0": the descriptors at both ends; cut where there are many
        QString tip;   ///< all of it
    };

    std::vector<QRect> boxes; ///< as Chain::processes
    std::vector<Arrow> arrows;
    int height = 0;
};

/// @param boxSizes as Chain::processes
[[nodiscard]] ChainLayout layOutChain(const Chain &chain, const std::vector<QSize> &boxSizes, int width,
                                      const QFontMetrics &metrics);

} // namespace forklore
