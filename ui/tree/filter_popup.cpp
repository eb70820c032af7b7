// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/filter_popup.h"

#include <algorithm>

#include <QEvent>
#include <QHeaderView>
#include <QVBoxLayout>

#include "ui/models/palette.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {

FilterPopup::FilterPopup(QWidget *window) : QFrame(window), m_problem(new QLabel), m_list(new QTreeWidget)
{
    setObjectName(QStringLiteral("filterPopup"));
    setAutoFillBackground(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setMargin(6);
    m_problem->setProperty("tone", QStringLiteral("problem")); // for the style
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("How the filter could go on"));
    connect(m_list, &QTreeWidget::itemClicked, this,
            [this](QTreeWidgetItem *item) { emit clicked(m_list->indexOfTopLevelItem(item)); });

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_problem);
    column->addWidget(m_list);
    hide();
}

void FilterPopup::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dimExplanations();
}

void FilterPopup::dimExplanations()
{
    for (int row = 0; row < m_list->topLevelItemCount(); ++row)
        m_list->topLevelItem(row)->setForeground(1, Palette::current().dimText);
}

int FilterPopup::current() const
{
    auto *item = m_list->currentItem();
    return item != nullptr ? m_list->indexOfTopLevelItem(item) : -1;
}

void FilterPopup::move(int step)
{
    const int count = m_list->topLevelItemCount();
    if (count == 0)
        return;
    const int before = current() < 0 && step < 0 ? count : current();
    m_list->setCurrentItem(m_list->topLevelItem((before + step + count) % count));
}

void FilterPopup::fill(const std::vector<Proposal> &proposals)
{
    m_list->clear();
    for (const auto &proposal : proposals) {
        const QStringList cells = {QString::fromStdString(proposal.text).trimmed(),
                                   QString::fromStdString(proposal.explanation)};
        auto *item = new QTreeWidgetItem(m_list, cells);
        for (int cell = 0; cell < cells.size(); ++cell)
            item->setToolTip(cell, toolTipOf(cells[cell]));
    }
    dimExplanations();
    constexpr int widest = 220;
    m_list->header()->setStretchLastSection(true);
    m_list->resizeColumnToContents(0);
    m_list->setColumnWidth(0, std::min(m_list->columnWidth(0) + 12, widest));
}

void FilterPopup::showBelow(const QWidget &field, const QString &problem,
                            const std::vector<Proposal> &proposals)
{
    fill(proposals);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_list->setVisible(!proposals.empty());
    if (problem.isEmpty() && proposals.empty()) {
        hide();
        return;
    }
    constexpr int narrowest = 460;
    constexpr int maxRows = 10;
    const auto *window = parentWidget();
    const auto corner = field.mapTo(window, QPoint(0, field.height() + 1));
    const int width = std::min(std::max(field.width(), narrowest), window->width() - 8);
    const int rows = std::min(maxRows, m_list->topLevelItemCount());
    m_list->setFixedHeight(rows > 0 ? rows * m_list->sizeHintForRow(0) + 2 : 0);
    layout()->activate();
    const int height = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width)
                                                     : layout()->totalSizeHint().height();
    setGeometry(std::max(0, std::min(corner.x(), window->width() - width - 4)), corner.y(), width, height);
    show();
    raise();
}

} // namespace forklore
