// SPDX-License-Identifier: GPL-3.0-or-later
//
// Plot: the curves of a time chart over a grid, drawn by Qt Charts; no text.
//
// It is a scene without a view: the widget paints it among its own texts, in one go. A view for each chart
// costs more than its curves do, and each would be painted, and sent to the screen, by itself.
#pragma once

#include <chrono>
#include <vector>

#include <QGraphicsScene>

#include "ui/models/palette.h"

class QAbstractSeries;
class QAreaSeries;
class QChart;
class QLineSeries;
class QValueAxis;

namespace forklore {

class Plot : public QGraphicsScene {
    Q_OBJECT

public:
    struct Look {
        QColor Palette::*color = nullptr;
        bool filled = false;
    };
    using Points = QList<QPointF>;         ///< seconds from the right edge, so negative; values
    using Stretches = std::vector<Points>; ///< of one curve, with a gap between each two

    /// @param stacked each area stands upon the curve before it, else upon the ground
    Plot(std::vector<Look> curves, bool stacked, QObject *parent = nullptr);

    /// Those of the present palette.
    void updateColors();
    void setSpan(std::chrono::seconds span);
    void setCeiling(double ceiling);
    [[nodiscard]] double ceiling() const;
    void setSize(const QSize &size);
    /// The stretches of each curve.
    void setCurves(const std::vector<Stretches> &curves);

    void paint(QPainter &painter, const QRect &rect);

    [[nodiscard]] const QChart &chart() const { return *m_chart; }

private:
    /// What draws one stretch.
    struct Line {
        QLineSeries *line = nullptr;
        QLineSeries *floor = nullptr; ///< below the area
        QAreaSeries *area = nullptr;  ///< null: the curve is not filled
    };

    Line makeLine(std::size_t curve);
    /// @param floor what the area stands on; empty: the ground
    static void place(const Line &line, const Points &points, const Points &floor);
    void addToChart(QAbstractSeries *series);
    void color(std::size_t curve, const Line &line) const;

    std::vector<Look> m_looks;
    bool m_stacked;
    QChart *m_chart;
    QValueAxis *m_x;
    QValueAxis *m_y;
    std::vector<std::vector<Line>> m_lines; ///< by curve; kept when there are fewer stretches than before
};

} // namespace forklore
