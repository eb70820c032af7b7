// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/filter_field.h"

#include <algorithm>
#include <utility>

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

#include "ui/models/palette.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {

FilterField::FilterField(FilterLanguage language, QWidget *parent)
    : QLineEdit(parent), m_language(std::move(language))
{
    setPlaceholderText(m_language.placeholder);
    setClearButtonEnabled(true);
    setAccessibleName(tr("Filter"));
    constexpr auto typingPause = std::chrono::milliseconds(120);
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, &FilterField::applyNow);
    connect(this, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(this, &QLineEdit::textEdited, this, &FilterField::edited);
}

FilterField::~FilterField()
{
    delete m_popup;
}

void FilterField::setFilter(const QString &text)
{
    closePopup();
    setText(text);
    applyNow();
}

void FilterField::applyNow()
{
    m_pause.stop();
    const auto filter = parseFilter(text().toStdString(), m_language.vocabulary);
    setError(filter ? std::nullopt : std::optional(filter.error()));
    if (filter)
        emit applied(text(), *filter);
}

void FilterField::setError(std::optional<FilterError> error)
{
    if (error == m_error)
        return;
    m_error = std::move(error);
    setProperty("wrong", m_error.has_value());
    style()->unpolish(this); // the border's colour hangs on the property
    style()->polish(this);
    setToolTip(
        m_error
            ? toolTipOf(tr("Column %1: %2").arg(errorColumn()).arg(forklore::displayText(m_error->message)))
            : QString());
    update();
    if (m_error ? hasFocus() : m_popup != nullptr && m_popup->isVisible())
        showPopup(m_proposals);
    emit errorChanged();
}

int FilterField::errorColumn() const
{
    return m_error ? characters(m_error->offset) + 1 : 0;
}

int FilterField::characters(std::size_t bytes) const
{
    const auto utf8 = text().toUtf8();
    return static_cast<int>(QString::fromUtf8(utf8.left(static_cast<qsizetype>(bytes))).size());
}

void FilterField::edited()
{
    if (text().trimmed().isEmpty())
        closePopup();
    else
        propose();
}

void FilterField::propose()
{
    const auto bytes = text().toStdString();
    const auto cursor = text().left(cursorPosition()).toStdString().size();
    auto proposals = complete(bytes, cursor, m_language.vocabulary, m_values, m_language.textField);
    std::erase_if(proposals, [&](const Proposal &proposal) { // what is typed already
        return QString::fromStdString(proposal.text).trimmed() ==
               QString::fromStdString(bytes.substr(proposal.from, proposal.length));
    });
    showPopup(std::move(proposals));
}

void FilterField::showPopup(std::vector<Proposal> proposals)
{
    m_proposals = std::move(proposals);
    if (!m_popup) {
        m_popup = new FilterPopup(window());
        connect(m_popup, &FilterPopup::clicked, this, &FilterField::accept);
    }
    m_popup->showBelow(*this, m_error ? forklore::displayText(m_error->message) : QString(), m_proposals);
}

void FilterField::closePopup()
{
    m_proposals.clear();
    if (m_popup)
        m_popup->hide();
}

bool FilterField::proposes() const
{
    return m_popup && m_popup->isVisible() && m_popup->hasProposals();
}

void FilterField::accept(int proposal)
{
    if (proposal < 0 || proposal >= static_cast<int>(m_proposals.size()))
        return;
    const auto chosen = m_proposals[static_cast<std::size_t>(proposal)];
    const int from = characters(chosen.from);
    auto typed = text();
    auto inserted = QString::fromStdString(chosen.text);
    const int end = characters(chosen.from + chosen.length);
    const bool blankFollows = end < typed.size() && typed[end] == QLatin1Char(' ');
    if (blankFollows && inserted.endsWith(QLatin1Char(' ')))
        inserted.chop(1);
    setText(typed.replace(from, end - from, inserted));
    setCursorPosition(from + static_cast<int>(inserted.size()) + (blankFollows ? 1 : 0));
    propose();
}

bool FilterField::event(QEvent *event)
{
    const bool shown = m_popup && m_popup->isVisible();
    if (event->type() == QEvent::ShortcutOverride && shown &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept(); // the window's Esc clears the filter: this one is ours
        return true;
    }
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab &&
        proposes()) {
        accept(std::max(0, m_popup->current())); // Tab would leave the field otherwise
        return true;
    }
    return QLineEdit::event(event);
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (m_popup && m_popup->isVisible())
            closePopup();
        else
            event->ignore();
        return;
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (proposes())
            m_popup->move(event->key() == Qt::Key_Down ? 1 : -1);
        else if (event->key() == Qt::Key_Down)
            propose();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (proposes() && m_popup->current() >= 0) {
            accept(m_popup->current());
            return;
        }
        closePopup();
        applyNow();
        if (!m_error)
            emit left();
        else
            showPopup({});
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void FilterField::focusOutEvent(QFocusEvent *event)
{
    closePopup();
    QLineEdit::focusOutEvent(event);
}

int FilterField::xOf(int position) const
{
    const QFontMetrics metrics(font());
    const auto width = [&](int until) { return metrics.horizontalAdvance(text().left(until)); };
    return cursorRect().center().x() + width(position) - width(cursorPosition());
}

void FilterField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (!m_error)
        return;
    constexpr int margin = 6;     // inside the border
    constexpr int missing = 7;    // how long the mark is where nothing stands
    constexpr int clearance = 24; // the button that clears
    const int from = xOf(characters(m_error->offset));
    const int until =
        m_error->length > 0 ? xOf(characters(m_error->offset + m_error->length)) : from + missing;
    const QRect mark(from, cursorRect().bottom() - 1, std::max(until - from, missing), 2);
    QPainter painter(this);
    painter.fillRect(mark & rect().adjusted(margin, 0, -clearance, 0), Palette::current().error);
}

} // namespace forklore
