// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/process_delegate.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/models/palette.h"
#include "ui/models/text/state_text.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 6;
constexpr int badgePadding = 6;

struct Badge {
    QString text;
    QColor Palette::*color = nullptr;
};

/// What is unusual about a process, in a word beside its name.
/// @param role that it plays in a demo; empty: none
Badge badgeOf(const ProcessNode &node, const QString &role)
{
    const auto &stat = node.process->stat;
    if (node.phase == ProcessNode::Phase::Ended) {
        const auto &status = node.process->exitStatus;
        const bool failed = status && *status && (*status)->isFailure();
        return {stateText(*node.process), failed ? &Palette::error : &Palette::dimText};
    }
    if (!stat)
        return {u"unreadable"_s, &Palette::events};
    if (stat->leaderEnded())
        return {u"leader ended"_s, &Palette::events};
    switch (stat->state) {
    case State::Zombie:
        return {u"zombie"_s, &Palette::error};
    case State::Stopped:
        return {u"stopped"_s, &Palette::events};
    case State::Traced:
        return {u"traced"_s, &Palette::events};
    default:
        break;
    }
    if (node.process->executableDeleted.value_or(false) && role.isEmpty())
        return {u"program deleted"_s, &Palette::events};
    if (!node.bornOf)
        return {role, &Palette::accent};
    return {node.isBirthHeard ? u"orphan of %1"_s.arg(node.bornOf->id.pid) : u"orphan"_s, &Palette::events};
}

TextCache::Style nameStyle(const ProcessNode &node)
{
    if (node.process->isKernelThread())
        return TextCache::Style::Italic;
    return node.own ? TextCache::Style::Bold : TextCache::Style::Normal;
}

TextCache::Style styleOf(const ProcessNode &node, int column)
{
    if (column == 0)
        return nameStyle(node);
    return node.process->isKernelThread() ? TextCache::Style::Italic : TextCache::Style::Normal;
}

} // namespace

ProcessDelegate::ProcessDelegate(const ProcessTreeModel &model, const QFont &font, QObject *parent)
    : QAbstractItemDelegate(parent), m_model(model), m_texts(font)
{
}

int ProcessDelegate::rowHeight() const
{
    constexpr int usual = 22;
    return std::max(usual, QFontMetrics(m_texts.font(TextCache::Style::Normal)).height() + 4);
}

QSize ProcessDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {widthOf(index), rowHeight()};
}

int ProcessDelegate::widthOf(const QModelIndex &index) const
{
    const auto &node = ProcessTreeModel::node(index);
    auto width = m_texts.widthOf(m_model.cellText(node, index.column()), styleOf(node, index.column()));
    if (index.column() == 0)
        width += badgeRoom(badgeOf(node, m_marks.value(node.id)).text);
    return static_cast<int>(width) + 2 * margin + 1;
}

int ProcessDelegate::badgeRoom(const QString &badge) const
{
    if (badge.isEmpty())
        return 0;
    return static_cast<int>(m_texts.widthOf(badge, TextCache::Style::Small)) + 2 * badgePadding + margin + 4;
}

QColor ProcessDelegate::textColor(const ProcessNode &node, const ProcessColumn &column) const
{
    const bool over = node.phase == ProcessNode::Phase::Ended || node.process->isZombie();
    const bool dim = over || !node.matches || column.dim || node.process->isKernelThread();
    return dim ? Palette::current().dimText : Palette::current().text;
}

void ProcessDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const auto &node = ProcessTreeModel::node(index);
    const auto &column = processColumns()[static_cast<std::size_t>(index.column())];
    if (column.graph)
        return paintGraph(painter, option.rect, node, *column.graph);
    const auto text = m_model.cellText(node, index.column());
    const auto style = styleOf(node, index.column());
    const auto badge = index.column() == 0 ? badgeOf(node, m_marks.value(node.id)).text : QString();
    constexpr int leastName = 90; // where a long name leaves no room for its badge, deep in the tree
    const int whole = option.rect.width() - 2 * margin;
    const int room = std::max(whole - badgeRoom(badge), std::min(whole, leastName));
    int end = option.rect.left() + margin;
    if (!text.isEmpty() && room > 0) {
        const auto &laidOut = m_texts.text(text, style, room);
        const auto size = laidOut.size();
        const bool right = column.align == ProcessColumn::Align::Right;
        const qreal x = right ? option.rect.right() - margin - size.width() + 1 : end;
        const qreal y = option.rect.top() + (option.rect.height() - size.height()) / 2;
        painter->setFont(m_texts.font(style));
        painter->setPen(textColor(node, column));
        painter->drawStaticText(QPointF(x, y), laidOut);
        end += static_cast<int>(size.width());
    }
    if (index.column() == 0)
        paintBadge(painter, option.rect, end + margin + 2, node);
}

void ProcessDelegate::paintBadge(QPainter *painter, const QRect &cell, int left,
                                 const ProcessNode &node) const
{
    const auto badge = badgeOf(node, m_marks.value(node.id));
    const int room = cell.right() - left - 2 * badgePadding;
    constexpr int leastRoom = 12;
    if (badge.text.isEmpty() || room < leastRoom)
        return;
    const auto &laidOut = m_texts.text(badge.text, TextCache::Style::Small, room);
    const QRectF frame(left + 0.5, cell.top() + 3.5, laidOut.size().width() + 2 * badgePadding,
                       cell.height() - 7);
    const auto color = Palette::current().*badge.color;
    painter->setRenderHint(QPainter::Antialiasing, true);
    painter->setPen(color);
    painter->setBrush(Palette::current().surface);
    painter->drawRoundedRect(frame, frame.height() / 2, frame.height() / 2);
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setFont(m_texts.font(TextCache::Style::Small));
    painter->drawStaticText(
        QPointF(frame.left() + badgePadding, frame.center().y() - laidOut.size().height() / 2), laidOut);
}

bool ProcessDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                                const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    auto tip = index.data(Qt::ToolTipRole).toString();
    if (const auto &graph = processColumns()[static_cast<std::size_t>(index.column())].graph)
        tip = graphTip(ProcessTreeModel::node(index), *graph);
    if (tip.isEmpty() && widthOf(index) > option.rect.width())
        tip = m_model.cellText(ProcessTreeModel::node(index), index.column());
    QToolTip::showText(event->globalPos(), toolTipOf(tip), view);
    return true;
}

} // namespace forklore
