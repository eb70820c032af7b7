// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/code_view.h"

#include <QEvent>
#include <QFontDatabase>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSyntaxHighlighter>
#include <QTextBlock>

#include "ui/models/palette.h"
#include "ui/models/text/bytes.h"

namespace forklore {
namespace {

/// What the demo is about: calls of the system are bold; comments are for reading and the numbers for
/// pointing at, both dim.
class Emphasis : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString &text) override
    {
        static const QRegularExpression call(QStringLiteral(
            "\\b(_exit|abort|atexit|chdir|close|dup2|execlp|exit|fork|getpid|getppid|kill|memfd_create|open|"
            "pause|pipe2?|prctl|read|sched_setaffinity|setenv|setpgid|setrlimit|getrlimit|setsid|signal|"
            "sigprocmask|tcsetpgrp|umask|wait|waitid|waitpid|write)(?=\\()"));
        QTextCharFormat bold;
        bold.setFontWeight(QFont::Bold);
        for (auto calls = call.globalMatch(text); calls.hasNext();) {
            const auto match = calls.next();
            setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()),
                      bold);
        }
        QTextCharFormat dim;
        dim.setForeground(Palette::current().dimText);
        setFormat(0, numberWidth, dim);
        if (const auto comment = text.indexOf(QLatin1String("// ")); comment >= 0)
            setFormat(static_cast<int>(comment), static_cast<int>(text.size() - comment), dim);
    }

private:
    static constexpr int numberWidth = 3;
};

} // namespace

CodeView::CodeView(QWidget *parent) : QPlainTextEdit(parent), m_emphasis(new Emphasis(document()))
{
    setObjectName(QStringLiteral("code")); // for the style
    setReadOnly(true);
    setFrameShape(NoFrame);
    setLineWrapMode(NoWrap);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setAccessibleName(tr("Code"));
    document()->setDocumentMargin(8);
}

void CodeView::setCode(const std::vector<CodeLine> &code)
{
    QStringList lines;
    int number = 0;
    for (const auto &line : code)
        lines += QStringLiteral("%1  %2").arg(++number, 2).arg(displayText(line.text));
    setPlainText(lines.join(QLatin1Char('\n')));
    m_place = -1;
    highlight();
    fitHeight();
}

void CodeView::setPlace(int place)
{
    if (place == m_place)
        return;
    m_place = place;
    highlight();
}

/// All lines are in sight: the page scrolls, not the code.
void CodeView::fitHeight()
{
    const auto lines = std::max(1, blockCount());
    const auto margin = static_cast<int>(2 * document()->documentMargin());
    const auto bar = horizontalScrollBar()->sizeHint().height();
    setFixedHeight(lines * fontMetrics().lineSpacing() + margin + bar / 2);
}

void CodeView::highlight()
{
    QList<QTextEdit::ExtraSelection> selections;
    if (m_place >= 0) {
        QTextEdit::ExtraSelection line;
        line.cursor = QTextCursor(document()->findBlockByNumber(m_place));
        line.format.setBackground(Palette::current().markedRow);
        line.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections += line;
    }
    setExtraSelections(selections);
}

void CodeView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
    if (event->type() == QEvent::PaletteChange) {
        m_emphasis->rehighlight();
        highlight();
    }
}

} // namespace forklore
