// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/fact_text.h"

#include <QEvent>

namespace forklore {

FactText::FactText(QWidget *parent) : QWidget(parent), m_label(new QLabel(this))
{
    m_label->setTextFormat(Qt::PlainText);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_label->setWordWrap(true);
    m_label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    setSizePolicy(m_label->sizePolicy());
}

void FactText::setText(const QString &text)
{
    if (m_label->text() == text)
        return; // once more, it would lose what is selected in it
    m_label->setText(text);
    if (m_label->heightForWidth(width()) != height())
        updateGeometry();
}

void FactText::resizeEvent(QResizeEvent *)
{
    m_label->setGeometry(rect());
}

void FactText::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace forklore
