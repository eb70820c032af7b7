// SPDX-License-Identifier: GPL-3.0-or-later
//
// TimeChart: one or a few quantities over the last minutes: title and value above, span and ceiling below.
//
// What is drawn is what was measured: points are joined by straight lines, a gap stays a gap. Where there are
// more points than pixels, the smallest and the largest of each pair of pixels are drawn.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QColor>
#include <QWidget>

#include "core/base/clocks.h"
#include "core/session/session.h"
#include "ui/charts/ceiling.h"
#include "ui/charts/chart_cursor.h"
#include "ui/models/palette.h"
#include "ui/models/sample.h"

namespace forklore {

inline constexpr double kibibyte = 1024; ///< from one unit of bytes to the next

struct Curve {
    QString name; ///< in the legend
    QColor Palette::*color;
    std::function<std::optional<Series>(const Period &)> series; ///< nothing: never measured
    enum class Fill { Area, Line } fill = Fill::Area;
    /// The ceiling makes room for it; else it is seen only where it comes near the others.
    bool scales = true;
};

struct ChartTraits {
    QString title = {};
    QString tip = {}; ///< what is measured, and how
    QString (*text)(double value) = nullptr;
    Ceiling::Steps steps = Ceiling::Steps::Decimal;
    double leastCeiling = 1;
    /// The whole, where there is one: the ceiling is fixed there. 0: by the values.
    std::function<double()> whole = {};
    bool stacked = false; ///< each curve stands upon those before it, and the value is their sum
    std::vector<Curve> curves = {};
    /// Why there is nothing to draw; empty: there is.
    std::function<QString()> reason = {};
};

/// The moment that the right edge of all charts stands for.
struct ChartTime {
    Moment now{};
    WallTime wall;
    std::chrono::nanoseconds patience{}; ///< for so long the last measurement counts
};

/// For a sample: a measurement may be late by a half, what is older than that is not now.
[[nodiscard]] ChartTime chartTimeOf(const Sample &sample, const Session &session);

class Plot;

class TimeChart : public QWidget {
    Q_OBJECT

public:
    TimeChart(ChartTraits traits, ChartCursor &cursor, QWidget *parent = nullptr);

    void setSpan(std::chrono::seconds span);
    /// What is measured, where it is said anew with each sample.
    void setTip(const QString &tip);
    /// Draws what has been measured until then. Hidden, it waits until it is shown.
    void setTime(const ChartTime &time);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    // As text, for the accessible description and for tests.
    [[nodiscard]] QString valueText() const; ///< at the cursor, or now
    [[nodiscard]] QString spanText() const;  ///< or the moment of the cursor
    [[nodiscard]] QString ceilingText() const;

signals:
    void clicked(forklore::Moment moment);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void draw();
    [[nodiscard]] std::vector<std::vector<Series::Point>> pointsOfCurves() const;
    void followCursor();
    void layOut();
    [[nodiscard]] Moment momentAt(double x) const;
    [[nodiscard]] Moment shownMoment() const;
    [[nodiscard]] Period shownPeriod() const { return {m_time.now - m_span, m_time.now}; }
    [[nodiscard]] std::optional<double> valueOf(std::size_t curve) const;
    [[nodiscard]] std::optional<double> findValue(std::size_t curve) const;
    void paintHeader(QPainter &painter) const;
    void paintLegend(QPainter &painter, const QRect &rect) const;
    void paintCursor(QPainter &painter) const;
    [[nodiscard]] int legendColumns() const;
    [[nodiscard]] int legendLines() const; ///< below the title; 0: beside it, or none

    ChartTraits m_traits;
    ChartCursor &m_cursor;
    Ceiling m_ceiling;
    std::chrono::seconds m_span{60};
    ChartTime m_time;
    std::vector<std::optional<Series>> m_series; ///< of each curve, the part that was last drawn
    std::vector<std::optional<double>> m_values; ///< of each curve, at the cursor or now
    QString m_reason;                            ///< why there is nothing to draw
    bool m_stale = false;                        ///< drawn before the last measurement

    Plot *m_plot;
    QRect m_plotRect;
    QFont m_titleFont;
    QFont m_smallFont;
};

} // namespace forklore
