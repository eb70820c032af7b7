// SPDX-License-Identifier: GPL-3.0-or-later
//
// No rule is for the items of the process tree: a view whose items have one takes longer to paint.
#include "ui/window/style_sheet.h"

#include <utility>

namespace forklore {
namespace {

constexpr auto rules =
    "QHeaderView { background: @header; border: none; }"
    "QHeaderView::section { background: @header; color: @dim; border: none;"
    " border-bottom: 1px solid @line; padding: 3px 6px; }"
    "QHeaderView::section:hover { color: @text; }"

    "QTabBar::tab { color: @dim; background: transparent; border: none; padding: 6px 11px;"
    " border-bottom: 2px solid transparent; }"
    "QTabBar::tab:hover { color: @text; }"
    "QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }"
    "QTabBar::tab:focus { color: @accent; }"

    "QToolBar { background: @window; border: none; border-bottom: 1px solid @line; padding: 5px 8px;"
    " spacing: 8px; }"
    "QToolBar QToolButton { background: @surface; color: @text; border: 1px solid @line;"
    " border-radius: 4px; padding: 4px 9px; }"
    "QToolBar QToolButton[popupMode=\"2\"] { padding-right: 20px; }"
    "QToolBar QToolButton::menu-indicator { subcontrol-position: right center; right: 6px; }"
    "QToolBar QToolButton:hover { border-color: @dim; }"
    "QToolBar QToolButton:focus { border-color: @accent; }"
    "QToolBar QToolButton:checked { background: @selected; border-color: @accent; }"

    "QMainWindow::separator { background: @line; width: 1px; height: 1px; }"
    "QSplitter::handle { background: @line; }"

    "QPushButton { background: @surface; color: @text; border: 1px solid @line;"
    " border-radius: 4px; padding: 4px 14px; }"
    "QPushButton[menu=\"true\"] { padding: 4px 22px 4px 9px; }"
    "QPushButton:default { border-color: @accent; }"
    "QPushButton[primary=\"true\"]:enabled { background: @accent; color: @surface; border-color: @accent; }"
    "QPushButton:disabled { color: @dim; }"
    "QPushButton::menu-indicator { subcontrol-position: right center; right: 6px; }"
    "QPushButton:hover { border-color: @dim; } QPushButton:focus { border-color: @accent; }"
    "QPushButton:checked { background: @selected; border-color: @accent; }"

    "QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid @dim; border-radius: 7px; }"
    "QRadioButton::indicator:checked { border: 4px solid @accent; width: 6px; height: 6px; }"
    "QRadioButton:focus { color: @accent; }"

    // The field in a spin box has no frame of its own.
    "QLineEdit[frame=\"true\"] { background: @surface; color: @text; border: 1px solid @line;"
    " border-radius: 4px; padding: 3px 7px; }"
    "QLineEdit[frame=\"true\"]:focus { border-color: @accent; }"
    "QLineEdit[frame=\"true\"][wrong=\"true\"] { border-color: @error; }"

    "QLabel[tone=\"warning\"] { color: @events; }"
    "QLabel[tone=\"problem\"] { color: @error; }"
    "QLabel#noSamples { background: @ended; color: @text; }"

    "#filterPopup { background: @surface; border: 1px solid @line; }"
    "#filterPopup QTreeWidget { background: @surface; color: @text; }"

    "QListWidget#demos { background: @window; color: @text; border: none; border-right: 1px solid @line; }"
    "QListWidget#demos::item { padding: 4px 10px; border: 0px solid @window; }"
    "QListWidget#demos::item:selected { background: @selected; color: @text; }"
    "QPlainTextEdit#code { background: @header; color: @text; border: none; border-radius: 6px; }";

} // namespace

QString styleSheetOf(const Palette &palette)
{
    auto sheet = QString::fromLatin1(rules);
    const std::pair<const char *, QColor> colors[] = {{"@window", palette.window},
                                                      {"@surface", palette.surface},
                                                      {"@header", palette.header},
                                                      {"@line", palette.line},
                                                      {"@text", palette.text},
                                                      {"@dim", palette.dimText},
                                                      {"@selected", palette.selectedRow},
                                                      {"@accent", palette.accent},
                                                      {"@events", palette.events},
                                                      {"@ended", palette.endedRow},
                                                      {"@error", palette.error}};
    for (const auto &[key, color] : colors)
        sheet.replace(QLatin1String(key), color.name());
    return sheet;
}

} // namespace forklore
