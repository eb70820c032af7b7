// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lines in the tree: what a process used over the last minute, in the height of a row.
#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/models/palette.h"
#include "ui/models/text/quantities.h"
#include "ui/tree/process_delegate.h"

namespace forklore {

namespace {

constexpr std::chrono::seconds span{60};

double largestOf(const std::vector<Series::Point> &points)
{
    double largest = 0;
    for (const auto &point : points)
        largest = std::isnan(point.value) ? largest : std::max(largest, point.value);
    return largest;
}

/// Full height: one core, or the most that it used; of memory a little more than the most.
double ceilingOf(Metric metric, double largest)
{
    constexpr double air = 1.25;
    return metric == Metric::Cpu ? std::max(1.0, largest) : std::max(1.0, largest * air);
}

} // namespace

void ProcessDelegate::updateLines(Metric metric, const std::vector<ProcessId> &ids)
{
    const auto now = m_model.sample()->snapshot->readUntil();
    auto &lines = m_lines[metric];
    lines.clear();
    if (!m_session)
        return;
    auto taken = m_session->lines(ids, metric, {now - span, now});
    for (std::size_t i = 0; i < ids.size(); ++i)
        lines[ids[i]] = std::move(taken[i]);
}

const std::vector<Series::Point> *ProcessDelegate::pointsOf(const ProcessNode &node, Metric metric) const
{
    const auto lines = m_lines.find(metric);
    if (lines == m_lines.end())
        return nullptr;
    const auto line = lines->second.constFind(node.id);
    return line == lines->second.cend() ? nullptr : &*line;
}

bool ProcessDelegate::isMoving(const ProcessNode &node, Metric metric) const
{
    const auto *line = pointsOf(node, metric);
    if (!line || line->empty())
        return false;
    const auto &points = *line;
    return std::ranges::any_of(points,
                               [&](const auto &point) { return !(point.value == points.front().value); }) ||
           points.front().at > m_model.sample()->snapshot->readUntil() - span;
}

void ProcessDelegate::paintGraph(QPainter *painter, const QRect &cell, const ProcessNode &node,
                                 Metric metric) const
{
    const auto *taken = pointsOf(node, metric);
    if (!taken && m_session)
        m_lacksLines = true;
    if (!taken || taken->empty())
        return;
    const auto &points = *taken;
    constexpr int side = 6;
    const QRectF room = QRectF(cell).adjusted(side, 4, -side, -3);
    const auto ceiling = ceilingOf(metric, largestOf(points));
    const auto now = m_model.sample()->snapshot->readUntil();
    const auto placed = [&](const Series::Point &point) {
        const double ago = std::chrono::duration<double>(now - point.at) / span;
        return QPointF(room.right() - ago * room.width(),
                       room.bottom() - point.value / ceiling * room.height());
    };

    const auto &palette = Palette::current();
    const auto color = metric == Metric::Cpu ? palette.accent : palette.memory;
    auto faint = color;
    faint.setAlphaF(0.2F);
    QPolygonF line;
    const auto draw = [&] {
        if (line.size() > 1) {
            auto area = line;
            area << QPointF(line.back().x(), room.bottom()) << QPointF(line.front().x(), room.bottom());
            painter->setPen(Qt::NoPen);
            painter->setBrush(faint);
            painter->drawPolygon(area);
            painter->setPen(QPen(color, 0));
            painter->drawPolyline(line);
        }
        line.clear();
    };
    painter->save();
    painter->setClipRect(room.adjusted(0, -1, 0, 1),
                         Qt::IntersectClip); // the line comes from before the span
    painter->setRenderHint(QPainter::Antialiasing, true);
    for (const auto &point : points) {
        if (std::isnan(point.value))
            draw();
        else
            line << placed(point);
    }
    draw();
    painter->restore();
}

QString ProcessDelegate::graphTip(const ProcessNode &node, Metric metric) const
{
    const auto *line = pointsOf(node, metric);
    if (!line || line->empty())
        return tr("Nothing was measured yet");
    const auto &points = *line;
    const auto text = metric == Metric::Cpu ? shareText : sizeText;
    const auto last = points.back().value;
    const auto tip = tr("Over the last minute at most %1; last %2")
                         .arg(text(largestOf(points)), std::isnan(last) ? tr("not measured") : text(last));
    return node.summed ? tip + tr("\nof the process alone, without its branch") : tip;
}

} // namespace forklore
