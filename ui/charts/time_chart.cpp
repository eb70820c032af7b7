// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_chart.h"

#include <algorithm>
#include <cmath>

#include <QAccessible>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/charts/chart_points.h"
#include "ui/charts/plot.h"
#include "ui/models/text/quantities.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {
namespace {

constexpr int footerHeight = 16;
constexpr int blank = 8; // between two words of a legend

std::vector<Plot::Look> looksOf(const std::vector<Curve> &curves)
{
    std::vector<Plot::Look> looks(curves.size());
    std::ranges::transform(curves, looks.begin(), [](const Curve &curve) {
        return Plot::Look{curve.color, curve.fill == Curve::Fill::Area};
    });
    return looks;
}

} // namespace

ChartTime chartTimeOf(const Sample &sample, const Session &session)
{
    const auto &snapshot = *sample.snapshot;
    const auto now = snapshot.readUntil();
    return {now, snapshot.takenAt + (now - snapshot.sinceBoot), session.step() * 3 / 2};
}

TimeChart::TimeChart(ChartTraits traits, ChartCursor &cursor, QWidget *parent)
    : QWidget(parent),
      m_traits(std::move(traits)),
      m_cursor(cursor),
      m_ceiling(m_traits.steps, m_traits.leastCeiling),
      m_plot(new Plot(looksOf(m_traits.curves), m_traits.stacked, this))
{
    setMouseTracking(true);
    connect(&m_cursor, &ChartCursor::moved, this, &TimeChart::followCursor);
    setAccessibleName(m_traits.title);
    setTip(m_traits.tip);
    layOut();
    setSpan(m_span);
}

void TimeChart::setSpan(std::chrono::seconds span)
{
    m_span = span;
    m_plot->setSpan(span);
    m_stale = true;
    if (isVisible())
        draw();
}

void TimeChart::setTip(const QString &tip)
{
    setToolTip(toolTipOf(tip));
}

void TimeChart::setTime(const ChartTime &time)
{
    m_time = time;
    m_stale = true;
    if (isVisible() && !visibleRegion().isEmpty()) // not scrolled out of sight
        draw();
}

void TimeChart::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        draw();
}

void TimeChart::draw()
{
    m_stale = false;
    m_series.clear();
    for (const auto &curve : m_traits.curves)
        m_series.push_back(curve.series(shownPeriod()));
    m_reason = m_traits.reason ? m_traits.reason() : QString();
    const auto curves = pointsOfCurves();
    double largest = 0;
    for (std::size_t curve = 0; curve < curves.size(); ++curve) {
        for (const auto &point : curves[curve])
            if (m_traits.curves[curve].scales && !std::isnan(point.value))
                largest = std::max(largest, point.value);
    }
    const auto whole = m_traits.whole ? m_traits.whole() : 0;
    m_plot->setCeiling(whole > 0 ? whole : m_ceiling.fit(largest));

    std::vector<Plot::Stretches> stretches(curves.size());
    std::ranges::transform(curves, stretches.begin(),
                           [&](const ChartPoints &points) { return stretchesOf(points, m_time.now); });
    m_plot->setCurves(stretches);
    followCursor();
}

std::vector<std::vector<Series::Point>> TimeChart::pointsOfCurves() const
{
    std::vector<ChartPoints> curves;
    for (const auto &series : m_series) {
        auto points = series ? series->between(m_time.now - m_span, m_time.now) : ChartPoints();
        if (!points.empty() && !std::isnan(points.back().value) && points.back().at < m_time.now &&
            points.back().at + m_time.patience >= m_time.now)
            points.push_back({m_time.now, points.back().value}); // it still counts
        curves.push_back(std::move(points));
    }
    if (m_traits.stacked)
        stack(curves);
    const auto buckets = static_cast<std::size_t>(std::max(20, m_plotRect.width() / 2));
    for (auto &points : curves)
        points = thinnedOut(std::move(points), buckets);
    return curves;
}

/// The fonts, and the plot between the texts.
void TimeChart::layOut()
{
    m_titleFont = font();
    m_titleFont.setBold(true);
    m_smallFont = font();
    m_smallFont.setPointSizeF(font().pointSizeF() * 0.85);
    const int top = fontMetrics().height() + 4 + legendLines() * fontMetrics().height();
    m_plotRect = QRect(0, top, width(), std::max(10, height() - top - footerHeight));
    m_plot->setSize(m_plotRect.size());
}

void TimeChart::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void TimeChart::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        layOut();
    if (event->type() == QEvent::PaletteChange)
        m_plot->updateColors();
}

bool TimeChart::event(QEvent *event)
{
    // Over the plot the pointer reads values, which a tip would cover.
    if (event->type() == QEvent::ToolTip && m_plotRect.contains(static_cast<QHelpEvent *>(event)->pos()))
        return true;
    return QWidget::event(event);
}

void TimeChart::mouseMoveEvent(QMouseEvent *event)
{
    if (m_plotRect.contains(event->position().toPoint()))
        m_cursor.moveTo(momentAt(event->position().x()));
    else
        m_cursor.moveTo(std::nullopt);
}

void TimeChart::leaveEvent(QEvent *)
{
    m_cursor.moveTo(std::nullopt);
}

void TimeChart::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_plotRect.contains(event->position().toPoint()))
        emit clicked(momentAt(event->position().x()));
}

Moment TimeChart::momentAt(double x) const
{
    const double share = std::clamp(x / std::max(1, m_plotRect.width()), 0.0, 1.0);
    const std::chrono::duration<double> ago = m_span * (1 - share);
    return m_time.now - std::chrono::duration_cast<std::chrono::nanoseconds>(ago);
}

Moment TimeChart::shownMoment() const
{
    return m_cursor.moment().value_or(m_time.now);
}

void TimeChart::followCursor()
{
    m_values.clear(); // here, and not with each painting: the cursor may be at a moment that is not drawn
    for (std::size_t curve = 0; !m_stale && curve < m_series.size(); ++curve)
        m_values.push_back(findValue(curve));
    if (QAccessible::isActive())
        setAccessibleDescription(valueText());
    update();
}

std::optional<double> TimeChart::valueOf(std::size_t curve) const
{
    return m_stale ? findValue(curve) : m_values[curve];
}

std::optional<double> TimeChart::findValue(std::size_t curve) const
{
    const auto moment = shownMoment();
    const auto valueIn = [&](const std::optional<Series> &series) {
        return series ? series->at(moment, m_time.patience) : std::nullopt;
    };
    const bool isDrawn = !m_stale && shownPeriod().contains(moment);
    return valueIn(isDrawn ? m_series[curve] : m_traits.curves[curve].series({moment, moment}));
}

int TimeChart::legendColumns() const
{
    constexpr std::size_t few = 4; // with words; more are numbered
    const auto count = m_traits.curves.size();
    return count == 3 ? 3 : count <= few ? 2 : 4;
}

int TimeChart::legendLines() const
{
    constexpr int maxLines = 4;
    const int count = static_cast<int>(m_traits.curves.size());
    if (count < 2 || (count == 2 && !m_traits.stacked))
        return 0;
    const int lines = (count + legendColumns() - 1) / legendColumns();
    return lines > maxLines ? 0 : lines;
}

QSize TimeChart::sizeHint() const
{
    constexpr QSize usual(230, 104);
    return usual + QSize(0, legendLines() * fontMetrics().height());
}

QSize TimeChart::minimumSizeHint() const
{
    constexpr QSize least(150, 90);
    return least + QSize(0, legendLines() * fontMetrics().height());
}

QString TimeChart::valueText() const
{
    double sum = 0;
    bool known = false;
    QStringList parts;
    for (std::size_t curve = 0; curve < m_traits.curves.size(); ++curve) {
        const auto value = valueOf(curve);
        known = known || value.has_value();
        sum += value.value_or(0);
        if (value)
            parts += m_traits.curves[curve].name + QLatin1Char(' ') + m_traits.text(*value);
    }
    if (!known)
        return QStringLiteral("–");
    return m_traits.stacked || m_traits.curves.size() == 1 ? m_traits.text(sum)
                                                           : parts.join(QStringLiteral(", "));
}

QString TimeChart::spanText() const
{
    const auto moment = m_cursor.moment();
    if (!moment)
        return m_span < std::chrono::minutes(2) ? tr("%1 s").arg(m_span.count())
                                                : tr("%1 min").arg(m_span.count() / 60);
    return timeOfDayText(m_time.wall - (m_time.now - *moment));
}

QString TimeChart::ceilingText() const
{
    return m_traits.text(m_plot->ceiling());
}

void TimeChart::paintEvent(QPaintEvent *)
{
    if (m_stale) // it was out of sight
        QMetaObject::invokeMethod(
            this, [this] { draw(); }, Qt::QueuedConnection);
    QPainter painter(this);
    m_plot->paint(painter, m_plotRect);
    paintCursor(painter);
    paintHeader(painter);

    const QRect footer(0, height() - footerHeight, width(), footerHeight);
    const auto &palette = Palette::current();
    painter.setFont(m_smallFont);
    painter.setPen(m_cursor.moment() ? palette.text : palette.dimText);
    painter.drawText(footer, Qt::AlignLeft | Qt::AlignVCenter, spanText());
    painter.setPen(palette.dimText);
    painter.drawText(footer, Qt::AlignRight | Qt::AlignVCenter, ceilingText());
    if (!m_reason.isEmpty())
        painter.drawText(m_plotRect, Qt::AlignCenter | Qt::TextWordWrap, m_reason);
}

void TimeChart::paintHeader(QPainter &painter) const
{
    const int line = fontMetrics().height();
    const QRect header(0, 0, width(), line + 2);
    painter.setFont(m_titleFont);
    painter.setPen(Palette::current().text);
    painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter, m_traits.title);
    const int titleWidth = painter.fontMetrics().horizontalAdvance(m_traits.title) + blank;
    painter.setFont(m_smallFont);
    if (m_traits.curves.size() == 1 || m_traits.stacked)
        painter.drawText(header, Qt::AlignRight | Qt::AlignVCenter, valueText());
    if (legendLines() > 0)
        paintLegend(painter, QRect(0, line + 2, width(), legendLines() * line));
    else if (m_traits.curves.size() == 2)
        paintLegend(painter, header.adjusted(titleWidth, 0, 0, 0));
}

void TimeChart::paintCursor(QPainter &painter) const
{
    const auto moment = m_cursor.moment();
    if (!moment || *moment < m_time.now - m_span || *moment > m_time.now)
        return;
    const std::chrono::duration<double> ago = m_time.now - *moment;
    const auto x = m_plotRect.width() * (1 - ago / std::chrono::duration<double>(m_span));
    painter.setPen(QPen(Palette::current().dimText, 0));
    painter.drawLine(QPointF(x, m_plotRect.top()), QPointF(x, m_plotRect.bottom()));
}

/// The names of the curves in their colours, each with its value: in columns, or two beside the title.
void TimeChart::paintLegend(QPainter &painter, const QRect &rect) const
{
    const QFontMetrics metrics(painter.font());
    const int columns = legendColumns();
    const int lines = std::max(1, legendLines());
    for (std::size_t curve = 0; curve < m_traits.curves.size(); ++curve) {
        const auto &about = m_traits.curves[curve];
        if (m_stale ? !about.series(shownPeriod()) : !m_series[curve])
            continue; // it was not asked for
        const auto value = valueOf(curve);
        const auto text =
            about.name + QLatin1Char(' ') + (value ? m_traits.text(*value) : QStringLiteral("–"));
        const int at = static_cast<int>(curve);
        const QRect cell(rect.left() + at % columns * rect.width() / columns,
                         rect.top() + at / columns * rect.height() / lines, rect.width() / columns - 2,
                         rect.height() / lines);
        painter.setPen(Palette::current().*about.color);
        painter.drawText(cell, (legendLines() > 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                         metrics.elidedText(text, Qt::ElideRight, cell.width()));
    }
}

} // namespace forklore
