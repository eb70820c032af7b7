// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/text_cache.h"

#include <QTransform>

namespace forklore {

TextCache::TextCache(const QFont &font)
{
    m_fonts.fill(font);
    m_fonts[static_cast<std::size_t>(Style::Bold)].setBold(true);
    m_fonts[static_cast<std::size_t>(Style::Italic)].setItalic(true);
    auto &small = m_fonts[static_cast<std::size_t>(Style::Small)];
    small.setBold(true);
    small.setPointSizeF(font.pointSizeF() * 0.8);
}

const QStaticText &TextCache::text(const QString &text, Style style, int width)
{
    constexpr std::size_t maxTexts = 8192;
    Key key{text, style, width};
    if (const auto known = m_texts.find(key); known != m_texts.end())
        return known->second;
    if (m_texts.size() >= maxTexts)
        m_texts.clear();
    QStaticText laidOut(QFontMetricsF(font(style)).elidedText(text, Qt::ElideRight, width));
    laidOut.setTextFormat(Qt::PlainText);
    laidOut.prepare(QTransform(), font(style));
    return m_texts.emplace(std::move(key), std::move(laidOut)).first->second;
}

qreal TextCache::widthOf(const QString &text, Style style) const
{
    return QFontMetricsF(font(style)).horizontalAdvance(text);
}

} // namespace forklore
