// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/steady_text.h"

#include <QEvent>
#include <QPainter>

namespace forklore {

SteadyText::SteadyText(Qt::Alignment side, QWidget *parent) : QWidget(parent), m_side(side)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void SteadyText::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    setAccessibleName(text);
    if (const int room = fontMetrics().horizontalAdvance(text) + 1; room > m_room) {
        m_room = room;
        updateGeometry();
    }
    update();
}

QSize SteadyText::sizeHint() const
{
    return {m_room, fontMetrics().height()};
}

QSize SteadyText::minimumSizeHint() const
{
    return {1, fontMetrics().height()};
}

void SteadyText::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(rect(), m_side | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_text, Qt::ElideRight, width()));
}

void SteadyText::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange)
        return;
    m_room = fontMetrics().horizontalAdvance(m_text) + 1;
    updateGeometry();
}

} // namespace forklore
