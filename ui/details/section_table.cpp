// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/section_table.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QTimer>
#include <QToolTip>

#include "ui/models/palette.h"
#include "ui/models/sections/rows_model.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {
namespace {

constexpr int rowHeight = 22;

} // namespace

bool SectionDelegate::isMarked(const QModelIndex &index) const
{
    constexpr int columns = 3;
    if (m_mark.isEmpty())
        return false;
    for (int column = 0; column < std::min(columns, index.model()->columnCount()); ++column) {
        if (index.siblingAtColumn(column).data().toString() == m_mark)
            return true;
    }
    return false;
}

void SectionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const auto &palette = Palette::current();
    const auto share = index.data(BarRole);
    constexpr int padding = 3; // as the header's
    auto styled = option;
    if ((option.state & QStyle::State_Selected) != 0)
        painter->fillRect(option.rect, option.palette.highlight()); // without gaps between the cells
    else if (isMarked(index))
        painter->fillRect(option.rect, palette.markedRow);
    styled.rect.adjust(padding, 0, -padding, 0);
    styled.state &= ~QStyle::State_HasFocus; // the row is marked as a whole
    if (index.data(DimRole).toBool())
        styled.palette.setColor(QPalette::Text, palette.dimText);
    if (index.data(WrongRole).toBool())
        styled.palette.setColor(QPalette::Text, palette.error);
    if (index.data(LinkRole).toBool())
        styled.palette.setColor(QPalette::Text, palette.accent);
    QStyledItemDelegate::paint(painter, styled, index);
    if (!share.isValid())
        return;

    constexpr double warnFrom = 0.8;
    constexpr qreal thickness = 7;
    const auto filled = std::clamp(share.toDouble(), 0.0, 1.0);
    const auto color = filled >= 1 ? palette.error : filled >= warnFrom ? palette.events : palette.accent;
    constexpr int numberWidth = 52; // the share in figures stands to the right
    QRectF bar = QRectF(option.rect).adjusted(10, 0, -numberWidth, 0);
    bar.setTop(bar.center().y() - thickness / 2);
    bar.setHeight(thickness);
    painter->setRenderHint(QPainter::Antialiasing, true);
    painter->setPen(Qt::NoPen);
    painter->setBrush(palette.header);
    painter->drawRoundedRect(bar, thickness / 2, thickness / 2);
    if (filled > 0) {
        bar.setWidth(std::max(bar.width() * filled, thickness / 2));
        painter->setBrush(color);
        painter->drawRoundedRect(bar, thickness / 2, thickness / 2);
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
}

QSize SectionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto hint = QStyledItemDelegate::sizeHint(option, index);
    return {hint.width() + 6, std::max(rowHeight, option.fontMetrics.height() + 4)};
}

bool SectionDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                                const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    auto tip = index.data(Qt::ToolTipRole).toString();
    if (tip.isEmpty() && QStyledItemDelegate::sizeHint(option, index).width() > option.rect.width())
        tip = index.data(Qt::DisplayRole).toString();
    QToolTip::showText(event->globalPos(), toolTipOf(tip), view);
    return true;
}

QVariant OrderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    auto value = QSortFilterProxyModel::headerData(section, orientation, role);
    if (role != Qt::DisplayRole || section != sortColumn())
        return value;
    return QString(value.toString() +
                   (sortOrder() == Qt::AscendingOrder ? QStringLiteral(" ▴") : QStringLiteral(" ▾")));
}

SectionTable::SectionTable(QAbstractItemModel *model, QWidget *parent) : QTreeView(parent)
{
    model->setParent(this);
    m_order.setSourceModel(model);
    m_order.setSortRole(SortRole);
    m_order.setSortCaseSensitivity(Qt::CaseInsensitive);
    m_order.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_order.setFilterKeyColumn(-1);
    setModel(&m_order);
    setItemDelegate(&m_delegate);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    setSortingEnabled(true);
    header()->setSortIndicatorShown(false); // the title bears it
    // The kernel's own order, until a column is chosen.
    sortByColumn(-1, Qt::AscendingOrder);
    header()->setSortIndicatorClearable(true);
    for (int column = 0; column < model->columnCount(); ++column)
        header()->resizeSection(column, model->headerData(column, Qt::Horizontal, WidthRole).toInt());
    followLinks();
    connect(&m_order, &QAbstractItemModel::modelReset, this, [this] { // another process's rows
        m_isMarkToReveal = true;
        revealMark();
    });
    connect(&m_order, &QAbstractItemModel::rowsInserted, this, &SectionTable::revealMark);
}

void SectionTable::followLinks()
{
    setMouseTracking(true);
    connect(this, &QTreeView::entered, this, [this](const QModelIndex &index) {
        viewport()->setCursor(index.data(LinkRole).toBool() ? Qt::PointingHandCursor : Qt::ArrowCursor);
    });
    connect(this, &QTreeView::viewportEntered, viewport(), &QWidget::unsetCursor);
    connect(this, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        // With a key held down rows are being chosen.
        if (index.data(LinkRole).toBool() && QApplication::keyboardModifiers() == Qt::NoModifier)
            follow(index);
    });
    connect(this, &QTreeView::activated, this, [this](const QModelIndex &index) {
        for (int column = 0; column < m_order.columnCount(); ++column) {
            if (const auto cell = index.siblingAtColumn(column); cell.data(LinkRole).toBool())
                return follow(cell);
        }
    });
}

void SectionTable::follow(const QModelIndex &index)
{
    // The second click of a double click may meet the rows of another process already.
    if (m_followed.isValid() && !m_followed.hasExpired(QApplication::doubleClickInterval()))
        return;
    m_followed.start();
    emit followed(m_order.mapToSource(index));
}

void SectionTable::setMark(const QString &text)
{
    m_delegate.setMark(text);
    m_isMarkToReveal = !text.isEmpty();
    revealMark();
    viewport()->update();
}

QModelIndex SectionTable::markedRow() const
{
    for (int row = 0; row < m_order.rowCount(); ++row) {
        if (const auto index = m_order.index(row, 0); m_delegate.isMarked(index))
            return index;
    }
    return {};
}

/// Once: who scrolls on afterwards wants to read.
void SectionTable::revealMark()
{
    const auto marked = m_isMarkToReveal ? markedRow() : QModelIndex();
    if (!marked.isValid())
        return;
    m_isMarkToReveal = false;
    QTimer::singleShot(0, this, [this] { scrollTo(markedRow()); }); // when the rows are laid out
}

void SectionTable::setFilterText(const QString &text)
{
    m_filterText = text;
    m_order.setFilterFixedString(text);
}

void SectionTable::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (m_order.rowCount() > 0 || m_order.sourceModel()->rowCount() == 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect(), Qt::AlignCenter, tr("No row contains “%1”.").arg(m_filterText));
}

QString SectionTable::selectedText() const
{
    auto rows = selectionModel()->selectedRows();
    if (rows.isEmpty()) {
        for (int row = 0; row < m_order.rowCount(); ++row)
            rows.append(m_order.index(row, 0));
    }
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const auto &row : rows) {
        QStringList cells;
        for (int column = 0; column < m_order.columnCount(); ++column) {
            if (!m_order.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty())
                cells += row.siblingAtColumn(column).data().toString();
        }
        lines += cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

bool SectionTable::isRowSelected(int row) const
{
    return selectionModel()->isSelected(m_order.mapFromSource(m_order.sourceModel()->index(row, 0)));
}

void SectionTable::copySelected() const
{
    QApplication::clipboard()->setText(selectedText());
}

void SectionTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelected();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void SectionTable::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    const auto index = indexAt(event->pos());
    auto *rows = menu.addAction(selectionModel()->hasSelection() ? tr("Copy rows") : tr("Copy all rows"),
                                this, &SectionTable::copySelected);
    rows->setShortcut(QKeySequence::Copy);
    if (index.isValid()) {
        menu.addAction(tr("Copy cell"), this,
                       [text = index.data().toString()] { QApplication::clipboard()->setText(text); });
        emit menuOpened(&menu, m_order.mapToSource(index));
    }
    menu.exec(event->globalPos());
}

} // namespace forklore
