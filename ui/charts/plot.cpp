// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot.h"

#include <QPainter>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

namespace forklore {

Plot::Plot(std::vector<Look> curves, bool stacked, QObject *parent)
    : QGraphicsScene(parent),
      m_looks(std::move(curves)),
      m_stacked(stacked),
      m_chart(new QChart),
      m_x(new QValueAxis(m_chart)),
      m_y(new QValueAxis(m_chart)),
      m_lines(m_looks.size())
{
    constexpr int gridLines = 4;
    setItemIndexMethod(NoIndex);
    addItem(m_chart);
    m_chart->legend()->hide();
    m_chart->setMargins({});
    m_chart->setBackgroundVisible(false);
    m_chart->setPlotAreaBackgroundVisible(false);
    m_x->setVisible(false);
    m_y->setLabelsVisible(false);
    m_y->setLineVisible(false);
    m_y->setTickCount(gridLines + 1);
    m_chart->addAxis(m_x, Qt::AlignBottom);
    m_chart->addAxis(m_y, Qt::AlignLeft);
    updateColors();
}

void Plot::updateColors()
{
    m_y->setGridLinePen(QPen(Palette::current().line, 0));
    for (std::size_t curve = 0; curve < m_lines.size(); ++curve) {
        for (const auto &line : m_lines[curve])
            color(curve, line);
    }
}

void Plot::setSpan(std::chrono::seconds span)
{
    m_x->setRange(-static_cast<double>(span.count()), 0);
}

void Plot::setCeiling(double ceiling)
{
    if (m_y->max() != ceiling)
        m_y->setRange(0, ceiling);
}

double Plot::ceiling() const
{
    return m_y->max();
}

void Plot::setSize(const QSize &size)
{
    const QRectF rect({}, size);
    setSceneRect(rect);
    m_chart->resize(rect.size());
    m_chart->setPlotArea(QRectF()); // else the grid keeps the size of before
    m_chart->setPlotArea(rect.adjusted(0, 1, 0, -1));
}

void Plot::setCurves(const std::vector<Stretches> &curves)
{
    Stretches below;
    for (std::size_t curve = 0; curve < curves.size(); ++curve) {
        const auto &stretches = curves[curve];
        auto &lines = m_lines[curve];
        while (lines.size() < stretches.size())
            lines.push_back(makeLine(curve));
        const bool onOther = m_stacked && below.size() == stretches.size();
        for (std::size_t number = 0; number < lines.size(); ++number) {
            if (number < stretches.size())
                place(lines[number], stretches[number], onOther ? below[number] : Points());
            else if (lines[number].line->count() > 0)
                place(lines[number], Points(), Points());
        }
        if (!stretches.empty()) // what is not measured raises nothing
            below = stretches;
    }
}

void Plot::paint(QPainter &painter, const QRect &rect)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    render(&painter, rect, sceneRect(), Qt::IgnoreAspectRatio);
    painter.restore();
}

Plot::Line Plot::makeLine(std::size_t curve)
{
    Line made;
    made.line = new QLineSeries(m_chart);
    if (m_looks[curve].filled) {
        made.floor = new QLineSeries(m_chart);
        made.area = new QAreaSeries(made.line, made.floor);
        made.area->setPen(Qt::NoPen); // it would go around the area
        addToChart(made.area);
    }
    addToChart(made.line);
    color(curve, made);
    return made;
}

void Plot::place(const Line &line, const Points &points, const Points &floor)
{
    line.line->replace(points);
    if (!line.floor)
        return;
    const bool onGround = floor.isEmpty() && !points.isEmpty();
    line.floor->replace(onGround ? Points{{points.front().x(), 0}, {points.back().x(), 0}} : floor);
}

void Plot::addToChart(QAbstractSeries *series)
{
    m_chart->addSeries(series);
    series->attachAxis(m_x);
    series->attachAxis(m_y);
}

void Plot::color(std::size_t curve, const Line &line) const
{
    auto color = Palette::current().*m_looks[curve].color;
    line.line->setPen(QPen(color, 1));
    if (!line.area)
        return;
    color.setAlphaF(m_stacked ? 0.35F : 0.15F);
    line.area->setBrush(color);
}

} // namespace forklore
