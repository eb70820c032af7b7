// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QAccessible>
#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include "ui/models/text/quantities.h"

namespace forklore {
namespace {

constexpr int footerHeight = 16;
constexpr int gridLines = 4;
constexpr int blank = 8; ///< between two words of a legend

QFont smallFont(const QFont &font)
{
    auto small = font;
    small.setPointSizeF(font.pointSizeF() * 0.85);
    return small;
}

/// Fewer points than pixels: of each bucket the smallest and the largest, in their order.
std::vector<Series::Point> thinnedOut(const std::vector<Series::Point> &points, std::size_t buckets)
{
    if (points.size() <= 2 * buckets)
        return points;
    std::vector<Series::Point> kept;
    const auto first = points.front().at;
    const auto width =
        (points.back().at - first) / static_cast<std::int64_t>(buckets) + std::chrono::nanoseconds(1);
    for (std::size_t begin = 0; begin < points.size();) {
        const auto bucket = (points[begin].at - first) / width;
        auto smallest = begin;
        auto largest = begin;
        bool gap = false;
        std::size_t end = begin;
        for (; end < points.size() && (points[end].at - first) / width == bucket; ++end) {
            gap = gap || std::isnan(points[end].value);
            smallest = points[end].value < points[smallest].value ? end : smallest;
            largest = points[end].value > points[largest].value ? end : largest;
        }
        if (gap) { // rare: nothing of it is left out
            kept.insert(kept.end(), points.begin() + static_cast<std::ptrdiff_t>(begin),
                        points.begin() + static_cast<std::ptrdiff_t>(end));
        } else {
            kept.push_back(points[std::min(smallest, largest)]);
            if (smallest != largest)
                kept.push_back(points[std::max(smallest, largest)]);
        }
        begin = end;
    }
    return kept;
}

} // namespace

ChartTime chartTimeOf(const Sample &sample, const History &history)
{
    return {sample.snapshot->sinceBoot, sample.snapshot->takenAt, history.step() * 3 / 2};
}

TimeChart::TimeChart(ChartTraits traits, ChartCursor &cursor, QWidget *parent)
    : QWidget(parent),
      m_traits(std::move(traits)),
      m_cursor(cursor),
      m_ceiling(m_traits.steps, m_traits.leastCeiling),
      m_chart(new QChart),
      m_view(new QChartView(m_chart, this)),
      m_x(new QValueAxis(m_chart)),
      m_y(new QValueAxis(m_chart)),
      m_line(new QGraphicsLineItem(m_chart)),
      m_stretches(m_traits.curves.size())
{
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
    m_line->setZValue(100);
    m_line->hide();

    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->setAutoFillBackground(false);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setMouseTracking(true);
    m_view->viewport()->setMouseTracking(true);
    m_view->viewport()->installEventFilter(this);
    m_view->setFocusPolicy(Qt::NoFocus);
    connect(&m_cursor, &ChartCursor::moved, this, &TimeChart::placeCursor);
    setAccessibleName(m_traits.title);
    setToolTip(m_traits.tip);
    setSpan(m_span);
    setColors(m_palette);
}

TimeChart::~TimeChart() = default;

void TimeChart::setColors(const Palette &palette)
{
    m_palette = palette;
    m_y->setGridLinePen(QPen(m_palette.line, 0));
    m_line->setPen(QPen(m_palette.dimText, 0));
    for (std::size_t curve = 0; curve < m_stretches.size(); ++curve) {
        for (const auto &stretch : m_stretches[curve])
            colorStretch(curve, stretch);
    }
    update();
}

void TimeChart::setSpan(std::chrono::seconds span)
{
    m_span = span;
    m_x->setRange(-static_cast<double>(span.count()), 0);
    m_stale = true;
    if (isVisible())
        draw();
}

void TimeChart::take(const ChartTime &time)
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
    const auto reason = m_traits.reason ? m_traits.reason() : QString();
    if (reason != m_reason) {
        m_reason = reason;
        update(m_view->geometry());
    }
    auto curves = pointsOfCurves();
    if (m_traits.stacked)
        stack(curves);
    double largest = 0;
    for (std::size_t curve = 0; curve < curves.size(); ++curve) {
        for (const auto &point : curves[curve])
            largest = std::isnan(point.value) || !m_traits.curves[curve].scales
                          ? largest
                          : std::max(largest, point.value);
    }
    const auto whole = m_traits.whole ? m_traits.whole() : 0;
    const auto ceiling = whole > 0 ? whole : m_ceiling.fit(largest);
    if (m_y->max() != ceiling)
        m_y->setRange(0, ceiling);

    std::vector<Points> below;
    for (std::size_t curve = 0; curve < curves.size(); ++curve) {
        const auto stretches = stretchesOf(curves[curve]);
        const bool onOther = m_traits.stacked && below.size() == stretches.size();
        for (std::size_t number = 0; number < stretches.size(); ++number)
            placeStretch(curve, number, stretches[number], onOther ? below[number] : Points());
        clearStretches(curve, stretches.size());
        below = stretches;
    }
    placeCursor();
}

std::vector<std::vector<Series::Point>> TimeChart::pointsOfCurves() const
{
    std::vector<std::vector<Series::Point>> curves;
    const auto buckets = static_cast<std::size_t>(std::max(20, m_view->width() / 2));
    for (const auto &curve : m_traits.curves) {
        const auto *series = curve.series();
        auto points =
            series ? series->between(m_time.now - m_span, m_time.now) : std::vector<Series::Point>();
        if (!points.empty() && !std::isnan(points.back().value) && points.back().at < m_time.now &&
            points.back().at + m_time.patience >= m_time.now)
            points.push_back({m_time.now, points.back().value}); // it still counts
        curves.push_back(m_traits.stacked ? std::move(points) : thinnedOut(points, buckets));
    }
    return curves;
}

void TimeChart::stack(std::vector<std::vector<Series::Point>> &curves) const
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
    for (std::size_t curve = 0; curve < curves.size(); ++curve) {
        const auto &points = curves[curve];
        std::vector<Series::Point> raised;
        auto next = points.begin();
        for (std::size_t i = 0; i < moments.size(); ++i) {
            while (next != points.end() && next->at < moments[i])
                ++next;
            if (next == points.end())
                break;
            if (next->at > moments[i] && next == points.begin())
                continue;
            // Within a run the ends are equal; where a run ends before, the joined moment is measured in it.
            const double value = next->at == moments[i] ? next->value : std::prev(next)->value;
            floor[i] += value;
            raised.push_back({moments[i], floor[i]});
        }
        curves[curve] = thinnedOut(raised, static_cast<std::size_t>(std::max(20, m_view->width() / 2)));
    }
}

std::vector<TimeChart::Points> TimeChart::stretchesOf(const std::vector<Series::Point> &points) const
{
    std::vector<Points> stretches;
    bool gap = true;
    for (const auto &point : points) {
        if (std::isnan(point.value)) {
            gap = true;
            continue;
        }
        if (gap)
            stretches.emplace_back();
        gap = false;
        stretches.back().append({std::chrono::duration<double>(point.at - m_time.now).count(), point.value});
    }
    return stretches;
}

void TimeChart::placeStretch(std::size_t curve, std::size_t number, const Points &line, const Points &floor)
{
    auto &stretches = m_stretches[curve];
    if (number == stretches.size()) {
        Stretch stretch;
        stretch.line = new QLineSeries(m_chart);
        if (m_traits.curves[curve].filled) {
            stretch.floor = new QLineSeries(m_chart);
            stretch.area = new QAreaSeries(stretch.line, stretch.floor);
            stretch.area->setPen(Qt::NoPen); // it would go around the area
            addToChart(stretch.area);
        }
        addToChart(stretch.line);
        colorStretch(curve, stretch);
        stretches.push_back(stretch);
    }
    const auto &stretch = stretches[number];
    stretch.line->replace(line);
    if (stretch.floor)
        stretch.floor->replace(floor.isEmpty() ? Points{{line.front().x(), 0}, {line.back().x(), 0}} : floor);
}

void TimeChart::addToChart(QAbstractSeries *series)
{
    m_chart->addSeries(series);
    series->attachAxis(m_x);
    series->attachAxis(m_y);
}

void TimeChart::clearStretches(std::size_t curve, std::size_t from)
{
    for (auto number = from; number < m_stretches[curve].size(); ++number) {
        m_stretches[curve][number].line->replace(Points());
        if (auto *floor = m_stretches[curve][number].floor)
            floor->replace(Points());
    }
}

void TimeChart::colorStretch(std::size_t curve, const Stretch &stretch) const
{
    const auto color = m_palette.*m_traits.curves[curve].color;
    stretch.line->setPen(QPen(color, 1));
    if (!stretch.area)
        return;
    auto faint = color;
    faint.setAlphaF(m_traits.stacked ? 0.35F : 0.15F);
    stretch.area->setBrush(faint);
}

void TimeChart::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int top = fontMetrics().height() + 4 + legendLines() * fontMetrics().height();
    m_view->setGeometry(0, top, width(), std::max(10, height() - top - footerHeight));
    // The view passes its size on only when it is shown; the grid would keep that of before.
    m_chart->resize(m_view->size());
    m_chart->setPlotArea(QRectF());
    m_chart->setPlotArea(QRectF(m_view->rect()).adjusted(0, 1, 0, -1));
    placeCursor();
}

bool TimeChart::eventFilter(QObject *object, QEvent *event)
{
    const auto at = [&] { return momentAt(static_cast<QMouseEvent *>(event)->position().x()); };
    if (event->type() == QEvent::MouseMove)
        m_cursor.moveTo(at());
    else if (event->type() == QEvent::Leave)
        m_cursor.moveTo(std::nullopt);
    else if (event->type() == QEvent::MouseButtonRelease &&
             static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton)
        emit clicked(at());
    return QWidget::eventFilter(object, event);
}

Moment TimeChart::momentAt(double x) const
{
    const double share = std::clamp(x / std::max(1, m_view->width()), 0.0, 1.0);
    const std::chrono::duration<double> ago = m_span * (1 - share);
    return m_time.now - std::chrono::duration_cast<std::chrono::nanoseconds>(ago);
}

Moment TimeChart::shownMoment() const
{
    return m_cursor.moment().value_or(m_time.now);
}

void TimeChart::placeCursor()
{
    const auto moment = m_cursor.moment();
    m_line->setVisible(moment.has_value() && *moment >= m_time.now - m_span && *moment <= m_time.now);
    if (m_line->isVisible()) {
        const std::chrono::duration<double> ago = m_time.now - *moment;
        const auto x = m_view->width() * (1 - ago / std::chrono::duration<double>(m_span));
        m_line->setLine(x, 0, x, m_view->height());
    }
    if (QAccessible::isActive())
        setAccessibleDescription(valueText());
    const auto plot = m_view->geometry(); // it paints itself
    update(0, 0, width(), plot.top());
    update(0, plot.bottom() + 1, width(), height() - plot.bottom() - 1);
}

std::optional<double> TimeChart::valueOf(std::size_t curve) const
{
    const auto *series = m_traits.curves[curve].series();
    return series ? series->at(shownMoment(), m_time.patience) : std::nullopt;
}

int TimeChart::legendColumns() const
{
    constexpr std::size_t few = 4; // with words; more are numbered
    const auto count = m_traits.curves.size();
    return count == 3 ? 3 : count <= few ? 2 : 4;
}

int TimeChart::legendLines() const
{
    constexpr int most = 4;
    const int count = static_cast<int>(m_traits.curves.size());
    if (count < 2 || (count == 2 && !m_traits.stacked))
        return 0;
    const int lines = (count + legendColumns() - 1) / legendColumns();
    return lines > most ? 0 : lines;
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
    return m_traits.text(m_y->max());
}

void TimeChart::paintEvent(QPaintEvent *)
{
    if (m_stale) // it was out of sight
        QMetaObject::invokeMethod(
            this, [this] { draw(); }, Qt::QueuedConnection);
    QPainter painter(this);
    const int line = fontMetrics().height();
    const QRect header(0, 0, width(), line + 2);
    const auto title = m_traits.title;
    auto bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(m_palette.text);
    painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter, title);
    const int titleWidth = QFontMetrics(bold).horizontalAdvance(title) + blank;
    painter.setFont(smallFont(font()));
    if (m_traits.curves.size() == 1 || m_traits.stacked) {
        painter.setPen(m_palette.text);
        painter.drawText(header, Qt::AlignRight | Qt::AlignVCenter, valueText());
    }
    if (legendLines() > 0)
        paintLegend(painter, QRect(0, line + 2, width(), legendLines() * line));
    else if (m_traits.curves.size() == 2)
        paintLegend(painter, header.adjusted(titleWidth, 0, 0, 0));

    const QRect footer(0, height() - footerHeight, width(), footerHeight);
    painter.setPen(m_cursor.moment() ? m_palette.text : m_palette.dimText);
    painter.drawText(footer, Qt::AlignLeft | Qt::AlignVCenter, spanText());
    painter.setPen(m_palette.dimText);
    painter.drawText(footer, Qt::AlignRight | Qt::AlignVCenter, ceilingText());
    painter.drawText(m_view->geometry(), Qt::AlignCenter | Qt::TextWordWrap, m_reason);
}

/// The names of the curves in their colours, each with its value: in columns, or two beside the title.
void TimeChart::paintLegend(QPainter &painter, const QRect &rect) const
{
    const QFontMetrics metrics(painter.font());
    const int columns = legendColumns();
    const int lines = std::max(1, legendLines());
    for (std::size_t curve = 0; curve < m_traits.curves.size(); ++curve) {
        const auto &about = m_traits.curves[curve];
        if (!about.series())
            continue; // it was not asked for
        const auto value = valueOf(curve);
        const auto text =
            about.name + QLatin1Char(' ') + (value ? m_traits.text(*value) : QStringLiteral("–"));
        const int at = static_cast<int>(curve);
        const QRect cell(rect.left() + at % columns * rect.width() / columns,
                         rect.top() + at / columns * rect.height() / lines, rect.width() / columns - 2,
                         rect.height() / lines);
        painter.setPen(m_palette.*about.color);
        painter.drawText(cell, (legendLines() > 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                         metrics.elidedText(text, Qt::ElideRight, cell.width()));
    }
}

} // namespace forklore
