// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/timeline_strip.h"

#include <algorithm>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/models/palette.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {
namespace {

constexpr int margin = 10;
constexpr int radius = 5;
constexpr int leastRoom = 124; ///< for the texts of a mark
constexpr int maxRoom = 190;

QString wholeText(const TimelineMark &mark)
{
    QStringList lines = {mark.title, mark.about, mark.when};
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace

TimelineStrip::TimelineStrip(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Life"));
}

void TimelineStrip::setMarks(std::vector<TimelineMark> marks)
{
    if (marks == m_marks)
        return;
    m_marks = std::move(marks);
    QStringList told;
    for (const auto &mark : m_marks)
        told += wholeText(mark).replace(QLatin1Char('\n'), QLatin1Char(' '));
    setAccessibleDescription(told.join(QStringLiteral(", ")));
    update();
}

int TimelineStrip::lineY() const
{
    return fontMetrics().height() + 2 * radius + 2;
}

QSize TimelineStrip::sizeHint() const
{
    return {4 * leastRoom, lineY() + radius + 3 * fontMetrics().lineSpacing() + 10};
}

QSize TimelineStrip::minimumSizeHint() const
{
    return {2 * leastRoom, sizeHint().height()};
}

std::vector<TimelineStrip::Stop> TimelineStrip::stops() const
{
    std::vector<Stop> stops;
    const auto places = static_cast<std::size_t>(std::max(2, (width() - 2 * margin) / leastRoom));
    const auto count = m_marks.size();
    if (count <= places) {
        for (const auto &mark : m_marks)
            stops.push_back({&mark, 0, {}});
    } else { // how it began and how it went last
        const auto first = places > 3 ? std::size_t(2) : std::size_t(1);
        const auto last = places > first + 1 ? places - first - 1 : std::size_t(1);
        for (std::size_t i = 0; i < first; ++i)
            stops.push_back({&m_marks[i], 0, {}});
        if (places > first + 1)
            stops.push_back({nullptr, count - first - last, {}});
        for (std::size_t i = count - last; i < count; ++i)
            stops.push_back({&m_marks[i], 0, {}});
    }
    const auto number = static_cast<int>(std::max<std::size_t>(stops.size(), 1));
    const int room = std::clamp((width() - 2 * margin) / number, 1, maxRoom);
    for (int i = 0; i < static_cast<int>(stops.size()); ++i)
        stops[static_cast<std::size_t>(i)].room =
            QRect(margin + i * room, lineY() + radius + 4, room - margin, height());
    return stops;
}

void TimelineStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto all = stops();
    for (std::size_t i = 0; i + 1 < all.size(); ++i)
        paintWay(painter, all[i], all[i + 1]);
    for (const auto &stop : all)
        paintStop(painter, stop);
}

void TimelineStrip::paintWay(QPainter &painter, const Stop &from, const Stop &to) const
{
    const int left = from.room.left() + radius;
    const int right = to.room.left() + radius;
    const bool known = from.mark && to.mark == from.mark + 1; // in little room some are left out unsaid
    constexpr qreal thickness = 4;
    const auto &palette = Palette::current();
    painter.setPen(QPen(known ? palette.*from.mark->color : palette.line, thickness,
                        known ? Qt::SolidLine : Qt::DotLine, Qt::FlatCap));
    painter.drawLine(left, lineY(), right, lineY());
    if (!known)
        return;
    painter.setPen(palette.dimText);
    painter.drawText(QRect(left + radius, 0, right - left - 2 * radius, lineY() - radius - 2),
                     Qt::AlignHCenter | Qt::AlignBottom, from.mark->passed);
}

void TimelineStrip::paintStop(QPainter &painter, const Stop &stop) const
{
    const int line = fontMetrics().lineSpacing();
    const auto &palette = Palette::current();
    const auto write = [&](int row, const QString &text, const QColor &color) {
        painter.setPen(color);
        const auto room = stop.room.adjusted(0, row * line, 0, 0);
        painter.drawText(QRect(room.left(), room.top(), room.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text, Qt::ElideRight, room.width()));
    };
    if (!stop.mark) {
        write(0, tr("%1 more").arg(stop.leftOut), palette.dimText);
        write(1, tr("in the table below"), palette.dimText);
        return;
    }
    const auto &mark = *stop.mark;
    const auto color = mark.hasFailed ? palette.error : palette.text;
    painter.setPen(QPen(color, 1.5));
    painter.setBrush(mark.isEnd ? color : palette.surface);
    painter.drawEllipse(QPointF(stop.room.left() + radius, lineY()), radius, radius);
    write(0, mark.title, color);
    const bool hasAbout = !mark.about.isEmpty();
    if (hasAbout)
        write(1, mark.about, palette.dimText);
    write(hasAbout ? 2 : 1, mark.when, palette.dimText);
}

bool TimelineStrip::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<const QHelpEvent *>(event);
    const auto all = stops();
    const auto under = std::ranges::find_if(all, [&](const Stop &stop) {
        return stop.mark && stop.room.left() <= help->x() && help->x() <= stop.room.right();
    });
    QToolTip::showText(help->globalPos(), under == all.end() ? QString() : toolTipOf(wholeText(*under->mark)),
                       this);
    return true;
}

} // namespace forklore
