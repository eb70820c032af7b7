// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/palette.h"

#include <QGuiApplication>

namespace forklore {
namespace {

QColor mixed(const QColor &a, const QColor &b, float share)
{
    return QColor::fromRgbF(a.redF() + (b.redF() - a.redF()) * share,
                            a.greenF() + (b.greenF() - a.greenF()) * share,
                            a.blueF() + (b.blueF() - a.blueF()) * share);
}

/// Between the areas of a desktop whose own colours are kept.
QColor lineOn(const Palette &palette)
{
    return mixed(palette.surface, palette.text, 0.15F);
}

} // namespace

const Palette &Palette::light()
{
    static const Palette table{"#f6f7f9", "#ffffff", "#f0f2f5", "#dfe3e8", "#1c2229", "#6b7480",
                               "#d6e6fb", "#1f6fd1", "#8a55c9", "#0e8a7d", "#c2641a", "#e3f4e4",
                               "#fbe3e1", "#fff6d8", "#c0352b", "#2b8a3e"};
    return table;
}

const Palette &Palette::dark()
{
    static const Palette table{"#191c20", "#202429", "#262b31", "#33393f", "#e4e8ec", "#98a2ad",
                               "#1f3c5f", "#6fb0ff", "#c39bf2", "#4cc9b8", "#f0a35e", "#1e3a26",
                               "#47262a", "#41341a", "#ff8a80", "#7bd88f"};
    return table;
}

Palette Palette::of(const QPalette &desktop)
{
    auto palette = desktop.color(QPalette::Window).lightness() < 128 ? dark() : light();
    palette.window = desktop.color(QPalette::Window);
    palette.surface = desktop.color(QPalette::Base);
    palette.text = desktop.color(QPalette::Text);
    palette.header = desktop.color(QPalette::AlternateBase);
    palette.line = lineOn(palette);
    palette.dimText = mixed(palette.text, palette.surface, 0.4F);
    palette.selectedRow = mixed(palette.surface, desktop.color(QPalette::Highlight), 0.25F);
    return palette;
}

QPalette Palette::toQt() const
{
    QPalette qt;
    const auto set = [&](QPalette::ColorRole role, const QColor &color) { qt.setColor(role, color); };
    set(QPalette::Window, window);
    set(QPalette::WindowText, text);
    set(QPalette::Base, surface);
    set(QPalette::AlternateBase, header);
    set(QPalette::Text, text);
    set(QPalette::Button, surface);
    set(QPalette::ButtonText, text);
    set(QPalette::ToolTipBase, surface);
    set(QPalette::ToolTipText, text);
    set(QPalette::PlaceholderText, dimText);
    set(QPalette::Highlight, selectedRow);
    set(QPalette::HighlightedText, text);
    set(QPalette::Link, accent);
    set(QPalette::LinkVisited, accent);
    set(QPalette::Light, mixed(surface, text, 0.05F));
    set(QPalette::Midlight, mixed(surface, text, 0.08F));
    set(QPalette::Mid, mixed(surface, text, 0.25F));
    set(QPalette::Dark, mixed(surface, text, 0.35F));
    set(QPalette::Shadow, mixed(surface, QColor(Qt::black), 0.7F));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        qt.setColor(QPalette::Disabled, role, mixed(dimText, window, 0.35F));
    return qt;
}

Palette Palette::from(const QPalette &qt)
{
    const bool isDark = qt.color(QPalette::Active, QPalette::Window).lightness() < 128;
    const auto &table = isDark ? dark() : light();
    auto palette = table;
    const auto color = [&](QPalette::ColorRole role) { return qt.color(QPalette::Active, role); };
    palette.window = color(QPalette::Window);
    palette.surface = color(QPalette::Base);
    palette.header = color(QPalette::AlternateBase);
    palette.text = color(QPalette::Text);
    palette.dimText = color(QPalette::PlaceholderText);
    palette.selectedRow = color(QPalette::Highlight);
    palette.accent = color(QPalette::Link);
    if (palette != table) // a QPalette has no role for lines
        palette.line = lineOn(palette);
    return palette;
}

const Palette &Palette::current()
{
    static qint64 key = 0; // of the QPalette that it was made from: each one has a key of its own
    static Palette palette;
    if (const auto qt = QGuiApplication::palette(); qt.cacheKey() != key) {
        key = qt.cacheKey();
        palette = from(qt);
    }
    return palette;
}

} // namespace forklore
