// SPDX-License-Identifier: GPL-3.0-or-later
//
// MemorySummary: the few figures of a process's memory, each with what it means, and a bar of the parts.
#pragma once

#include <vector>

#include <QGridLayout>
#include <QLabel>
#include <QWidget>

#include "ui/models/sections/memory_model.h"

namespace forklore {

/// How private, shared and swapped-out memory share what a process has: one bar, in shades of one colour.
class MemoryBar : public QWidget {
    Q_OBJECT

public:
    explicit MemoryBar(QWidget *parent = nullptr);
    /// @param pages with all three parts told
    void setPages(const PageFigures &pages);
    [[nodiscard]] static QColor colorOf(MemoryPart part);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PageFigures m_pages;
};

class MemorySummary : public QWidget {
    Q_OBJECT

public:
    explicit MemorySummary(QWidget *parent = nullptr);
    void setMemory(const MemoryUse &use);
    /// Whether what a figure means is said in its tool tip alone, for there is little room.
    void setCompact(bool compact);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Tile {
        QWidget *widget;
        QLabel *title;
        QLabel *meaning;
    };

    void arrange();
    void showFigures();
    [[nodiscard]] QString titleOf(const MemoryFigure &figure) const;

    QGridLayout *m_grid;
    MemoryBar *m_bar;
    std::vector<Tile> m_tiles; ///< in the order of the figures
    std::vector<MemoryFigure> m_figures;
    int m_columns = 0;
    bool m_compact = false;
};

} // namespace forklore
