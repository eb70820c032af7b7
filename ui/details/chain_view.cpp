// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/chain_view.h"

#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/models/palette.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {
namespace {

constexpr int widestName = 150;
constexpr int boxMargin = 10;

/// The head of an arrow at the end of a line.
void drawHead(QPainter &painter, const QPointF &before, const QPointF &end)
{
    constexpr qreal length = 7;
    constexpr qreal halfWidth = 3.5;
    const auto way = end - before;
    const auto size = std::hypot(way.x(), way.y());
    if (size < 1)
        return;
    const auto along = way / size;
    const QPointF across(-along.y(), along.x());
    const auto base = end - along * length;
    painter.drawPolygon(QPolygonF({end, base + across * halfWidth, base - across * halfWidth}));
}

void drawArrow(QPainter &painter, const ChainLayout::Arrow &arrow)
{
    const auto &line = arrow.line;
    for (qsizetype i = 1; i < line.size(); ++i)
        painter.drawLine(line[i - 1], line[i]);
    drawHead(painter, line[line.size() - 2], line.last());
    if (arrow.bothWays)
        drawHead(painter, line[1], line.first());
}

QString noteOn(const Result<Chain> &chain)
{
    const bool nothing =
        !chain && (chain.error().kind == ErrorKind::Gone || chain.error().kind == ErrorKind::Unsupported);
    if (nothing)
        return {};
    if (!chain)
        return ChainView::tr("not known: %1").arg(displayText(chain.error().message));
    return chain->cut && chain->processes.size() > 1
               ? ChainView::tr(
                     "There may be more: at most eight are drawn, and not all processes’ files may be seen.")
               : QString();
}

} // namespace

ChainBox::ChainBox(QWidget *parent) : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
}

void ChainBox::setProcess(const ProcessRef &process, bool self)
{
    if (m_process == process && m_self == self && !m_name.isEmpty())
        return;
    m_process = process;
    m_self = self;
    const auto whole = nameLine(process.comm);
    m_name = QFontMetrics(nameFont()).elidedText(whole, Qt::ElideRight, widestName);
    const auto title = tr("%1 %2").arg(whole, QString::number(process.id.pid));
    setAccessibleName(self ? tr("%1, the process shown here").arg(title) : title);
    setToolTip(toolTipOf(self ? tr("%1: the process shown here").arg(title) : tr("Go to %1").arg(title)));
    updateGeometry();
    update();
}

QFont ChainBox::nameFont() const
{
    auto bold = font();
    bold.setBold(m_self);
    return bold;
}

QSize ChainBox::sizeHint() const
{
    const auto number = QString::number(m_process.id.pid);
    const int text =
        std::max(QFontMetrics(nameFont()).horizontalAdvance(m_name), fontMetrics().horizontalAdvance(number));
    return {text + 2 * boxMargin, 2 * fontMetrics().lineSpacing() + 10};
}

void ChainBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = underMouse() || hasFocus();
    const auto &palette = Palette::current();
    painter.setPen(QPen(m_self || lit ? palette.accent : palette.line, hasFocus() ? 2 : 1));
    painter.setBrush(m_self ? palette.selectedRow : lit ? palette.header : palette.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
    const auto half = rect().height() / 2;
    painter.setFont(nameFont());
    painter.setPen(m_self ? palette.text : palette.accent);
    painter.drawText(rect().adjusted(0, 4, 0, -half), Qt::AlignCenter, m_name);
    painter.setFont(font());
    painter.setPen(palette.dimText);
    painter.drawText(rect().adjusted(0, half, 0, -4), Qt::AlignCenter, QString::number(m_process.id.pid));
}

void ChainBox::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) // as on any link
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void ChainBox::enterEvent(QEnterEvent *event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void ChainBox::leaveEvent(QEvent *event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

ChainView::ChainView(QWidget *parent) : QWidget(parent)
{
    auto policy = QSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    hide();
}

void ChainView::setChain(const Result<Chain> &chain, const ProcessId &self)
{
    const auto note = noteOn(chain);
    const auto known = chain.value_or(Chain());
    if (known == m_chain && self == m_self && note == m_note)
        return;
    m_chain = known;
    m_self = self;
    m_note = note;
    while (m_boxes.size() < m_chain.processes.size()) {
        auto *box = new ChainBox(this);
        connect(box, &ChainBox::clicked, this, [this, box] { emit processLinked(box->process()); });
        m_boxes.push_back(box);
    }
    while (m_boxes.size() > m_chain.processes.size()) {
        delete m_boxes.back();
        m_boxes.pop_back();
    }
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        const auto &process = m_chain.processes[i];
        m_boxes[i]->setProcess(process, process.id == self);
        m_boxes[i]->show();
    }
    setVisible(m_chain.processes.size() > 1 || !m_note.isEmpty());
    arrange();
    updateGeometry();
}

int ChainView::titleHeight() const
{
    return fontMetrics().lineSpacing();
}

ChainLayout ChainView::layoutFor(int width) const
{
    std::vector<QSize> sizes;
    for (const auto *box : m_boxes)
        sizes.push_back(box->sizeHint());
    return layOutChain(m_chain, sizes, width, fontMetrics());
}

int ChainView::heightForWidth(int width) const
{
    return titleHeight() + layoutFor(width).height + (m_note.isEmpty() ? 0 : fontMetrics().lineSpacing());
}

QSize ChainView::sizeHint() const
{
    constexpr int usual = 600;
    return {usual, heightForWidth(usual)};
}

QSize ChainView::minimumSizeHint() const
{
    int widest = 0;
    for (const auto *box : m_boxes)
        widest = std::max(widest, box->sizeHint().width());
    constexpr int gutters = 24;
    return {widest + gutters, titleHeight()};
}

void ChainView::arrange()
{
    m_layout = layoutFor(width());
    const QPoint below(0, titleHeight());
    for (std::size_t i = 0; i < m_boxes.size(); ++i)
        m_boxes[i]->setGeometry(m_layout.boxes[i].translated(below));
    update();
}

void ChainView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ChainView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &palette = Palette::current();
    painter.setPen(palette.text);
    auto bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.drawText(0, fontMetrics().ascent(), tr("Joined by pipes and sockets"));
    painter.setFont(font());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(0, titleHeight());
    for (const auto &arrow : m_layout.arrows) {
        painter.setPen(QPen(palette.dimText, 1));
        painter.setBrush(palette.dimText);
        drawArrow(painter, arrow);
    }
    for (const auto &arrow : m_layout.arrows) {
        if (arrow.line.size() > 2) // it stands on its line
            painter.fillRect(arrow.labelArea, palette.surface);
        painter.setPen(palette.dimText);
        painter.drawText(arrow.labelArea, Qt::AlignCenter, arrow.label);
    }
    painter.setPen(palette.dimText);
    painter.drawText(0, m_layout.height + fontMetrics().ascent(),
                     fontMetrics().elidedText(m_note, Qt::ElideRight, width()));
}

bool ChainView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QPointF place = help->pos() - QPoint(0, titleHeight());
    for (const auto &arrow : m_layout.arrows) {
        constexpr int reach = 4;
        const auto area = arrow.line.boundingRect().adjusted(-reach, -reach, reach, reach);
        const bool straight = arrow.line.size() == 2;
        if (arrow.labelArea.contains(place) || (straight && area.contains(place))) {
            QToolTip::showText(help->globalPos(), toolTipOf(arrow.tip), this);
            return true;
        }
    }
    if (place.y() > m_layout.height)
        QToolTip::showText(help->globalPos(), toolTipOf(m_note), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace forklore
