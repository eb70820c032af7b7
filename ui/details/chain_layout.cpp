// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/chain_layout.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <QStringList>

#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

constexpr int gutter = 12;       ///< left of the boxes, for arrows that pass lines by
constexpr int smallestGap = 48;  ///< between two boxes: an arrow must be seen as one
constexpr int widestLabel = 120; ///< between two boxes
constexpr int arrowDistance = 14;

struct Bundle {
    std::size_t from = 0;
    std::size_t to = 0;
    bool bothWays = false;
    QStringList ends;
    QStringList tips;
};

std::vector<Bundle> bundlesOf(const Chain &chain)
{
    std::map<std::tuple<std::size_t, std::size_t, bool>, Bundle> bundles;
    for (const auto &joint : chain.joints) {
        auto &bundle = bundles[{joint.from, joint.to, joint.bothWays}];
        bundle.from = joint.from;
        bundle.to = joint.to;
        bundle.bothWays = joint.bothWays;
        const auto ends =
            (joint.bothWays ? u"%1 ↔ %2"_s : u"%1 → %2"_s).arg(joint.fromNumber).arg(joint.toNumber);
        bundle.ends += ends;
        bundle.tips += u"%1: descriptor %2"_s.arg(wordOf(name(joint.kind)), ends);
    }
    std::vector<Bundle> all;
    all.reserve(bundles.size());
    for (auto &[key, bundle] : bundles)
        all.push_back(std::move(bundle));
    return all;
}

QString labelOf(const Bundle &bundle)
{
    constexpr qsizetype maxEnds = 2;
    auto label = bundle.ends.mid(0, maxEnds).join(u", "_s);
    if (bundle.ends.size() > maxEnds)
        label += u" +%1"_s.arg(bundle.ends.size() - maxEnds);
    return label;
}

/// Lays out one chain; the steps in the order of build().
class Draft {
public:
    Draft(const Chain &chain, const std::vector<QSize> &sizes, int width, const QFontMetrics &metrics)
        : m_sizes(sizes), m_width(width), m_metrics(metrics), m_bundles(bundlesOf(chain))
    {
    }

    ChainLayout build()
    {
        placeInLines();
        stackLines();
        for (std::size_t i = 0; i < m_bundles.size(); ++i)
            draw(m_bundles[i]);
        return std::move(m_layout);
    }

private:
    [[nodiscard]] bool isStraight(const Bundle &bundle) const
    {
        const auto distance = std::max(bundle.from, bundle.to) - std::min(bundle.from, bundle.to);
        return distance == 1 && m_line[bundle.from] == m_line[bundle.to];
    }

    /// The room that the labels between a box and the one before it need.
    [[nodiscard]] int gapBefore(std::size_t box) const
    {
        int widest = 0;
        for (const auto &bundle : m_bundles) {
            if (std::max(bundle.from, bundle.to) == box && std::min(bundle.from, bundle.to) + 1 == box)
                widest = std::max(widest, m_metrics.horizontalAdvance(labelOf(bundle)));
        }
        return std::max(smallestGap, std::min(widest, widestLabel) + 28);
    }

    void placeInLines()
    {
        int x = gutter;
        int line = 0;
        for (std::size_t box = 0; box < m_sizes.size(); ++box) {
            const int gap = box == 0 || x == gutter ? 0 : gapBefore(box);
            if (box > 0 && x + gap + m_sizes[box].width() > m_width) {
                ++line;
                x = gutter;
            } else {
                x += gap;
            }
            m_layout.boxes.emplace_back(QPoint(x, 0), m_sizes[box]);
            m_line.push_back(line);
            x += m_sizes[box].width();
        }
        m_lanes.assign(static_cast<std::size_t>(line) + 1, 0);
        for (const auto &bundle : m_bundles) {
            if (!isStraight(bundle))
                ++m_lanes[static_cast<std::size_t>(m_line[bundle.from])];
        }
    }

    void stackLines()
    {
        int y = arrowDistance;
        for (std::size_t line = 0; line < m_lanes.size(); ++line) {
            int height = 0;
            for (std::size_t box = 0; box < m_sizes.size(); ++box) {
                if (m_line[box] == static_cast<int>(line)) {
                    m_layout.boxes[box].moveTop(y);
                    height = std::max(height, m_sizes[box].height());
                }
            }
            m_top.push_back(y);
            m_bottom.push_back(y + height);
            y += height + (m_lanes[line] == 0 ? 0 : m_lanes[line] * laneHeight() + 4) + arrowDistance;
        }
        m_layout.height = y;
        m_usedLanes.assign(m_lanes.size(), 0);
    }

    [[nodiscard]] int laneHeight() const { return m_metrics.height() + 2; }

    void draw(const Bundle &bundle)
    {
        ChainLayout::Arrow arrow;
        arrow.bothWays = bundle.bothWays;
        arrow.label = labelOf(bundle);
        arrow.tip = bundle.tips.join(u'\n');
        if (isStraight(bundle))
            drawStraight(bundle, arrow);
        else
            drawBelow(bundle, arrow);
        m_layout.arrows.push_back(std::move(arrow));
    }

    void drawStraight(const Bundle &bundle, ChainLayout::Arrow &arrow)
    {
        const auto pair = std::minmax(bundle.from, bundle.to);
        const int before = m_straight[pair]++; // there and back: below each other
        const QRectF left = m_layout.boxes[pair.first];
        const QRectF right = m_layout.boxes[pair.second];
        const auto y = left.center().y() + 4 + before * arrowDistance;
        const QPointF start(left.right() + 2, y);
        const QPointF end(right.left() - 2, y);
        arrow.line = bundle.from < bundle.to ? QPolygonF({start, end}) : QPolygonF({end, start});
        arrow.label =
            m_metrics.elidedText(arrow.label, Qt::ElideRight, static_cast<int>(end.x() - start.x()) - 8);
        const int height = m_metrics.height();
        arrow.labelArea =
            QRectF(start.x(), before == 0 ? y - height - 1 : y + 1, end.x() - start.x(), height);
    }

    /// Out of the bottom of its box, along a lane below the line of boxes, and into the other.
    void drawBelow(const Bundle &bundle, ChainLayout::Arrow &arrow)
    {
        const auto line = static_cast<std::size_t>(m_line[bundle.from]);
        const auto toLine = static_cast<std::size_t>(m_line[bundle.to]);
        const auto &from = m_layout.boxes[bundle.from];
        const auto &to = m_layout.boxes[bundle.to];
        const qreal lane = m_bottom[line] + laneHeight() * (m_usedLanes[line]++ + 1);
        const qreal out = from.center().x() - 8;
        const qreal in = to.center().x() + 8;
        arrow.line = {{out, from.bottom() + 2.0}, {out, lane}};
        qreal labelEnd = in;
        if (toLine == line) {
            arrow.line << QPointF(in, lane) << QPointF(in, to.bottom() + 2.0);
        } else if (toLine == line + 1) {
            arrow.line << QPointF(in, lane) << QPointF(in, to.top() - 2.0);
        } else { // past other lines
            const qreal above = m_top[toLine] - arrowDistance / 2.0;
            labelEnd = gutter / 2.0;
            arrow.line << QPointF(labelEnd, lane) << QPointF(labelEnd, above) << QPointF(in, above)
                       << QPointF(in, to.top() - 2.0);
        }
        const auto width = m_metrics.horizontalAdvance(arrow.label) + 8.0;
        auto x = (out + labelEnd) / 2 - width / 2;
        x = std::clamp(x, 0.0, std::max(0.0, m_width - width));
        arrow.labelArea = QRectF(x, lane - m_metrics.height() / 2.0, width, m_metrics.height());
    }

    const std::vector<QSize> &m_sizes;
    int m_width;
    const QFontMetrics &m_metrics;
    std::vector<Bundle> m_bundles;
    std::vector<int> m_line;      ///< of each box
    std::vector<int> m_lanes;     ///< arrows below each line
    std::vector<int> m_usedLanes; ///< those that are drawn
    std::vector<int> m_top;       ///< of each line
    std::vector<int> m_bottom;
    std::map<std::pair<std::size_t, std::size_t>, int> m_straight;
    ChainLayout m_layout;
};

} // namespace

ChainLayout layOutChain(const Chain &chain, const std::vector<QSize> &boxSizes, int width,
                        const QFontMetrics &metrics)
{
    return Draft(chain, boxSizes, width, metrics).build();
}

} // namespace forklore
