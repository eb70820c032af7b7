// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/pane.h"

#include <utility>

#include "ui/models/text/reasons.h"

namespace forklore {

Pane::Pane(PaneHeading heading, QWidget *parent)
    : QWidget(parent), m_heading(std::move(heading)), m_message(new QLabel), m_pages(new QStackedLayout(this))
{
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::RichText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setMargin(24);
    m_pages->addWidget(m_message);
    constexpr auto noticeable = std::chrono::milliseconds(250);
    m_reading.setSingleShot(true);
    m_reading.setInterval(noticeable);
    connect(&m_reading, &QTimer::timeout, this, [this] { m_message->setText(tr("Reading …")); });
}

void Pane::setContent(QWidget *content)
{
    m_pages->addWidget(content);
}

void Pane::showContent()
{
    m_isRead = true;
    m_pages->setCurrentIndex(1);
}

void Pane::showReason(const Error &error)
{
    if (error.kind == ErrorKind::Gone && m_keepsContent)
        return; // it has ended since: what was read before is how it was last seen
    m_isRead = error.kind != ErrorKind::Gone;
    const auto reason = reasonFor(section(), error, m_viewer);
    auto remedy = reason.remedy.toHtmlEscaped();
    remedy.replace(QLatin1Char('\n'), QLatin1String("<br>"));
    m_message->setText(QStringLiteral("<p><b>%1</b></p><p>%2</p><p>%3</p>")
                           .arg(reason.title.toHtmlEscaped(), reason.rule.toHtmlEscaped(), remedy));
    m_message->setToolTip(m_message->text()); // where there is little room, some of it is cut
    m_pages->setCurrentIndex(0);
}

void Pane::apply(const Inspection &inspection)
{
    const bool fresh = m_shown != inspection.id;
    m_keepsContent = !fresh;
    m_viewer = inspection.viewer;
    markShown(inspection.id);
    show(inspection, fresh);
    m_keepsContent = false;
}

void Pane::awaitSection()
{
    if (std::exchange(m_isAwaiting, true))
        return;
    m_shown.reset();
    m_message->clear();
    m_message->setToolTip({});
    m_pages->setCurrentIndex(0);
    m_reading.start();
}

void Pane::markShown(const ProcessId &id)
{
    m_isAwaiting = false;
    m_reading.stop();
    m_shown = id;
}

void Pane::showEnded(const Process &last, const QString &when)
{
    markShown(last.id);
    showEmpty(when + QLatin1Char(' ') +
              (last.stat ? tr("What the last sample showed of it stands in the Overview.")
                         : tr("No sample has shown it: what was heard of it stands under Life.")));
    markUnread();
}

void Pane::showUnread(const QString &why)
{
    m_isAwaiting = false;
    m_reading.stop();
    m_shown.reset();
    showEmpty(why);
    markUnread();
}

void Pane::showEmpty(const QString &text)
{
    m_isRead = true;
    m_message->setText(text.toHtmlEscaped());
    m_message->setToolTip({});
    m_pages->setCurrentIndex(0);
}

} // namespace forklore
