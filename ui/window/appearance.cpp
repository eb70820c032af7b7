// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/appearance.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QProxyStyle>
#include <QPushButton>
#include <QRadioButton>
#include <QStyleOptionViewItem>
#include <QTabBar>
#include <QToolBar>

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

QString withColors(QString sheet, const Palette &palette)
{
    const std::pair<const char *, QColor> colors[] = {
        {"@window", palette.window}, {"@surface", palette.surface},
        {"@header", palette.header}, {"@line", palette.line},
        {"@text", palette.text},     {"@dim", palette.dimText},
        {"@accent", palette.accent}, {"@selected", palette.selectedRow},
        {"@error", palette.error}};
    for (const auto &[key, color] : colors)
        sheet.replace(QLatin1String(key), color.name());
    return sheet;
}

template <class Widget>
void styleAll(QWidget &window, const char *sheet, const Palette &palette)
{
    const auto text = withColors(QString::fromLatin1(sheet), palette);
    for (auto *widget : window.findChildren<Widget *>()) {
        const bool isPart = qobject_cast<QAbstractSpinBox *>(widget->parentWidget()) != nullptr;
        if (!isPart && widget->styleSheet() != text)
            widget->setStyleSheet(text);
    }
}

constexpr auto headerSheet = "QHeaderView { background: @header; border: none; }"
                             "QHeaderView::section { background: @header; color: @dim; border: none;"
                             " border-bottom: 1px solid @line; padding: 3px 6px; }"
                             "QHeaderView::section:hover { color: @text; }";
constexpr auto tabSheet =
    "QTabBar::tab { color: @dim; background: transparent; border: none; padding: 6px 11px;"
    " border-bottom: 2px solid transparent; }"
    "QTabBar::tab:hover { color: @text; }"
    "QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }"
    "QTabBar::tab:focus { color: @accent; }";
constexpr auto toolBarSheet =
    "QToolBar { background: @window; border: none; border-bottom: 1px solid @line; padding: 5px 8px; "
    "spacing: 8px; }"
    "QToolButton { background: @surface; color: @text; border: 1px solid @line; border-radius: 4px; padding: "
    "4px 9px; }"
    "QToolButton[popupMode=\"2\"] { padding-right: 20px; }"
    "QToolButton::menu-indicator { subcontrol-position: right center; right: 6px; }"
    "QToolButton:hover { border-color: @dim; } QToolButton:focus { border-color: @accent; }"
    "QToolButton:checked { background: @selected; border-color: @accent; }";
constexpr auto dockSheet = "QMainWindow::separator { background: @line; width: 1px; height: 1px; }";
constexpr auto buttonSheet =
    "QPushButton { background: @surface; color: @text; border: 1px solid @line;"
    " border-radius: 4px; padding: 4px 14px; }"
    "QPushButton[menu=\"true\"] { padding: 4px 22px 4px 9px; }"
    "QPushButton:default { border-color: @accent; }"
    "QPushButton[primary=\"true\"]:enabled { background: @accent; color: @surface; border-color: @accent; }"
    "QPushButton:disabled { color: @dim; }"
    "QPushButton::menu-indicator { subcontrol-position: right center; right: 6px; }"
    "QPushButton:hover { border-color: @dim; } QPushButton:focus { border-color: @accent; }"
    "QPushButton:checked { background: @selected; border-color: @accent; }";
constexpr auto radioSheet =
    "QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid @dim; border-radius: 7px; }"
    "QRadioButton::indicator:checked { border: 4px solid @accent; width: 6px; height: 6px; }"
    "QRadioButton:focus { color: @accent; }";
constexpr auto editSheet =
    "QLineEdit { background: @surface; color: @text; border: 1px solid @line; border-radius: 4px;"
    " padding: 3px 7px; } QLineEdit:focus { border-color: @accent; } QLineEdit[wrong=\"true\"] { "
    "border-color: @error; }";

} // namespace

Palette applyAppearance(Appearance appearance)
{
    const auto &desktop = desktopPalette();
    if (dynamic_cast<FlatRows *>(QApplication::style()) == nullptr)
        QApplication::setStyle(new FlatRows);
    auto palette = appearance == Appearance::Dark ? Palette::dark() : Palette::light();
    if (appearance == Appearance::System && !isQtDefault(desktop))
        palette = Palette::of(desktop);
    QApplication::setPalette(palette.toQt());
    return palette;
}

void styleWindow(QWidget &window, const Palette &palette)
{
    styleAll<QHeaderView>(window, headerSheet, palette);
    styleAll<QTabBar>(window, tabSheet, palette);
    styleAll<QToolBar>(window, toolBarSheet, palette);
    window.setStyleSheet(withColors(QString::fromLatin1(dockSheet), palette));
    styleAll<QPushButton>(window, buttonSheet, palette);
    styleAll<QLineEdit>(window, editSheet, palette);
    styleAll<QRadioButton>(window, radioSheet, palette);
}

} // namespace forklore
