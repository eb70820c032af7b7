// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/tool_tip.h"

#include "ui/models/text/quantities.h"

namespace forklore {

QString toolTipOf(const QString &text)
{
    constexpr qsizetype longest = 600;
    constexpr qsizetype longestWord = 48;
    if (text.isEmpty())
        return {};
    QString shown;
    qsizetype word = 0;
    for (const auto character : text.left(longest)) {
        word = character.isSpace() ? 0 : word + 1;
        shown += character;
        if (word % longestWord == longestWord - 1)
            shown += QChar(0x200b); // a place where a line may end
    }
    if (text.size() > longest)
        shown += QStringLiteral(" … (%1 characters)").arg(countText(static_cast<std::uint64_t>(text.size())));
    return QStringLiteral("<qt>%1</qt>")
        .arg(shown.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")));
}

} // namespace forklore
