// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/appearance.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleOptionViewItem>

#include "ui/models/palette.h"
#include "ui/window/style_sheet.h"

namespace forklore {
namespace {

/// The desktop's style, but for rows: flat where selected, and a bar at the start of the one that has the
/// focus.
class FlatRows : public QProxyStyle {
public:
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override
    {
        constexpr int barWidth = 2;
        const bool row = element == PE_PanelItemViewRow || element == PE_PanelItemViewItem;
        // Qt's tree names no widget when it marks a row.
        const bool inView = widget == nullptr || qobject_cast<const QAbstractItemView *>(widget) != nullptr;
        const bool focus = element == PE_FrameFocusRect && inView;
        if (row && (option->state & State_Selected) != 0)
            painter->fillRect(option->rect, option->palette.highlight());
        else if (focus)
            painter->fillRect(0, option->rect.top(), barWidth, option->rect.height(), option->palette.link());
        else if (!row)
            QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
};

/// Whether the desktop left Qt's own colours as they are.
bool isQtDefault(const QPalette &palette)
{
    const auto standard = QApplication::style()->standardPalette();
    return palette.color(QPalette::Window) == standard.color(QPalette::Window) &&
           palette.color(QPalette::Base) == standard.color(QPalette::Base) &&
           palette.color(QPalette::Text) == standard.color(QPalette::Text);
}

/// The palette as the desktop set it, before Forklore set its own.
const QPalette &desktopPalette()
{
    static const QPalette palette = QApplication::palette();
    return palette;
}

} // namespace

void applyAppearance(Appearance appearance)
{
    const auto &desktop = desktopPalette();
    if (qApp->styleSheet().isEmpty()) // else it is set, and wrapped in the style of the sheet
        QApplication::setStyle(new FlatRows);
    auto palette = appearance == Appearance::Dark ? Palette::dark() : Palette::light();
    if (appearance == Appearance::System && !isQtDefault(desktop))
        palette = Palette::of(desktop);
    QApplication::setPalette(palette.toQt());
    if (const auto sheet = styleSheetOf(palette); sheet != qApp->styleSheet())
        qApp->setStyleSheet(sheet);
}

} // namespace forklore
