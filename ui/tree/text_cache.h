// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextCache: laid-out texts of table cells. Laying out a text costs several times what drawing it does, and
// most cells say the same from refresh to refresh.
#pragma once

#include <array>
#include <unordered_map>

#include <QFont>
#include <QFontMetricsF>
#include <QStaticText>

namespace forklore {

class TextCache {
public:
    enum class Style { Normal, Bold, Italic, Small };

    /// @param font of Normal; the others are made from it
    explicit TextCache(const QFont &font);

    [[nodiscard]] const QFont &font(Style style) const { return m_fonts[static_cast<std::size_t>(style)]; }
    /// The text, cut with an ellipsis where it is wider. The reference holds until the next call.
    [[nodiscard]] const QStaticText &text(const QString &text, Style style, int width);
    [[nodiscard]] qreal widthOf(const QString &text, Style style) const;

private:
    struct Key {
        QString text;
        Style style;
        int width;
        bool operator==(const Key &) const = default;
    };
    struct Hash {
        std::size_t operator()(const Key &key) const noexcept
        {
            return qHashMulti(0, key.text, static_cast<int>(key.style), key.width);
        }
    };

    std::array<QFont, 4> m_fonts;
    std::unordered_map<Key, QStaticText, Hash> m_texts;
};

} // namespace forklore
