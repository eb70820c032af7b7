// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/memory_summary.h"

#include <algorithm>
#include <array>

#include <QEvent>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "ui/models/palette.h"

namespace forklore {
namespace {

constexpr int tileWidth = 250;
constexpr int compactTileWidth = 160;
constexpr int barHeight = 8;

} // namespace

MemoryBar::MemoryBar(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(barHeight);
    setAccessibleName(tr("Private, shared and swapped-out memory"));
}

void MemoryBar::setPages(const PageFigures &pages)
{
    m_pages = pages;
    update();
}

/// Opaque, as rich text knows no other colours.
QColor MemoryBar::colorOf(MemoryPart part)
{
    const auto &palette = Palette::current();
    const auto share = part == MemoryPart::Private ? 1.0F : part == MemoryPart::Shared ? 0.5F : 0.25F;
    const auto &ground = palette.header;
    const auto &full = palette.memory;
    const auto mixed = [&](float from, float to) { return from + (to - from) * share; };
    return QColor::fromRgbF(mixed(ground.redF(), full.redF()), mixed(ground.greenF(), full.greenF()),
                            mixed(ground.blueF(), full.blueF()));
}

void MemoryBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(rect(), barHeight / 2.0, barHeight / 2.0);
    painter.setClipPath(outline);
    painter.fillRect(rect(), Palette::current().header);
    const std::array<std::pair<MemoryPart, std::uint64_t>, 3> parts = {
        {{MemoryPart::Private, m_pages.unique.value_or(0)},
         {MemoryPart::Shared, m_pages.shared.value_or(0)},
         {MemoryPart::Swap, m_pages.swap.value_or(0)}}};
    double all = 0;
    for (const auto &[part, bytes] : parts)
        all += static_cast<double>(bytes);
    if (all <= 0)
        return;
    double left = 0;
    for (const auto &[part, bytes] : parts) {
        const auto width = this->width() * static_cast<double>(bytes) / all;
        painter.fillRect(QRectF(left, 0, width, height()), colorOf(part));
        left += width;
    }
}

MemorySummary::MemorySummary(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout), m_bar(new MemoryBar)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(20);
    m_grid->setVerticalSpacing(6);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2, 8, 8, 2);
    column->setSpacing(8);
    column->addLayout(m_grid);
    column->addWidget(m_bar);
}

void MemorySummary::setMemory(const MemoryUse &use)
{
    m_figures = memoryFigures(use);
    const auto pages = use.mappings.map(pagesOf);
    const bool isWhole = pages && pages->unique && pages->shared && pages->swap;
    m_bar->setVisible(isWhole);
    if (isWhole)
        m_bar->setPages(*pages);
    while (m_tiles.size() < m_figures.size()) {
        const Tile tile{new QWidget, new QLabel, new QLabel};
        auto *lines = new QVBoxLayout(tile.widget);
        lines->setContentsMargins(0, 0, 0, 0);
        lines->setSpacing(0);
        tile.title->setTextFormat(Qt::RichText);
        tile.title->setTextInteractionFlags(Qt::TextSelectableByMouse);
        tile.meaning->setForegroundRole(QPalette::PlaceholderText);
        lines->addWidget(tile.title);
        lines->addWidget(tile.meaning);
        m_tiles.push_back(tile);
        m_columns = 0;
    }
    showFigures();
    arrange();
}

void MemorySummary::setCompact(bool compact)
{
    if (compact == m_compact)
        return;
    m_compact = compact;
    showFigures();
    arrange();
}

void MemorySummary::showFigures()
{
    const auto set = [](QLabel *label, const QString &text) {
        if (label->text() != text)
            label->setText(text);
    };
    for (std::size_t at = 0; at < m_figures.size(); ++at) {
        const auto &figure = m_figures[at];
        set(m_tiles[at].title, titleOf(figure));
        set(m_tiles[at].meaning, figure.meaning);
        m_tiles[at].meaning->setVisible(!m_compact);
        m_tiles[at].widget->setToolTip(QStringLiteral("<qt>%1: %2.<br>%3</qt>")
                                           .arg(figure.label.toHtmlEscaped(), figure.meaning.toHtmlEscaped(),
                                                figure.tip.toHtmlEscaped()));
    }
}

/// The label, in the part's colour of the bar, and the value.
QString MemorySummary::titleOf(const MemoryFigure &figure) const
{
    const auto mark =
        figure.part == MemoryPart::None
            ? QString()
            : QStringLiteral("<span style='color:%1'>■</span> ").arg(MemoryBar::colorOf(figure.part).name());
    return QStringLiteral("%1%2&nbsp;&nbsp;<b>%3</b>")
        .arg(mark, figure.label.toHtmlEscaped(), figure.value.toHtmlEscaped());
}

void MemorySummary::arrange()
{
    // As few rows as the width allows, and those about equally long.
    const int tiles = static_cast<int>(m_tiles.size());
    const int fitting =
        std::clamp(width() / (m_compact ? compactTileWidth : tileWidth), 1, std::max(1, tiles));
    const int rows = (tiles + fitting - 1) / fitting;
    const int columns = rows > 0 ? (tiles + rows - 1) / rows : 1;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < tiles; ++i) {
        m_grid->addWidget(m_tiles[static_cast<std::size_t>(i)].widget, i / columns, i % columns);
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    }
}

void MemorySummary::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void MemorySummary::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showFigures(); // rich text keeps the colours that it was made with
}

} // namespace forklore
