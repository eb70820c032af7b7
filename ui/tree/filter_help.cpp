// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/filter_help.h"

#include <QCoreApplication>
#include <QDialog>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "core/filter/lexer.h"
#include "core/filter/process_fields.h"
#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("FilterHelp", text);
}

QString row(const QString &left, const QString &right)
{
    return u"<tr><td><code>%1</code></td><td>%2</td></tr>"_s.arg(left, right);
}

QString table(const QString &title, const QString &rows)
{
    return u"<h3>%1</h3><table cellspacing=\"5\">%2</table>"_s.arg(title, rows);
}

QString examples()
{
    return row(u"sshd"_s, tr("the name, the command line or the pid contains it")) +
           row(u"python server.py"_s, tr("both words")) +
           row(u"user = root and cpu &gt; 5"_s, tr("of root, and busier than 5 % of one core")) +
           row(u"mem &gt; 1 GB or fds &gt; 80%"_s, tr("large, or near its soft limit of open files")) +
           row(u"cmd ~ /worker-\\d+/"_s, tr("a regular expression in the command line")) +
           row(u"not (state = zombie or kernel = yes)"_s, tr("neither a zombie nor a thread of the kernel")) +
           row(u"age &lt; 5m ppid = 1"_s, tr("young children of process 1")) +
           row(u"tty = none env.LANG = C"_s, tr("no terminal, and this in its environment")) +
           row(u"\"user = root\""_s, tr("the very text, because it is in quotes"));
}

QString operators()
{
    return row(u"= &nbsp; !="_s, tr("is, is another; text in full, capitals make no difference")) +
           row(u"&lt; &nbsp; &lt;= &nbsp; &gt; &nbsp; &gt;="_s, tr("of numbers, sizes and times")) +
           row(u"~ &nbsp; !~"_s, tr("contains, does not contain: a text, or a /regular expression/ of RE2")) +
           row(u"and &nbsp; or &nbsp; not &nbsp; ( )"_s,
               tr("not binds closest, then and, then or; and may be left out")) +
           row(u"none"_s, tr("as a value: there is none"));
}

QString units()
{
    return row(u"B K M G T P"_s, tr("sizes, also as KB or KiB: each is 1024 of the one before")) +
           row(u"ms s m h d w"_s, tr("times, also together: 1h30m")) +
           row(u"%"_s, tr("of one core for cpu, of the soft limit for fds"));
}

QString fields()
{
    QString rows;
    for (const auto &field : processVocabulary()) {
        auto name = wordOf(field.name);
        if (!field.keyedBy.empty())
            name += u'.' + wordOf(field.keyedBy);
        QStringList words;
        for (const auto &word : field.words)
            words += wordOf(word.word);
        if (words.isEmpty()) {
            for (const auto example : field.examples)
                words += wordOf(example).toHtmlEscaped();
        }
        rows += u"<tr><td><code>%1</code></td><td>%2</td><td>%3</td></tr>"_s.arg(
            name, wordOf(field.meaning).toHtmlEscaped(), words.join(u", "_s));
    }
    return rows;
}

} // namespace

QString filterHelpText()
{
    return table(tr("Examples"), examples()) + table(tr("Operators"), operators()) +
           table(tr("Units"), units()) + table(tr("Fields"), fields()) +
           u"<p>%1</p>"_s.arg(
               tr("What cannot be read is neither equal to a value nor different from it, so such "
                  "a process is not shown. Another user’s environment and number of open files "
                  "can be read by root only."));
}

void showFilterHelp(QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Filter language"));
    auto *text = new QTextBrowser;
    text->setFrameShape(QFrame::NoFrame);
    text->setHtml(filterHelpText());
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(text);
    constexpr QSize usual(720, 620);
    dialog->resize(usual.boundedTo(parent->size()));
    dialog->show();
}

} // namespace forklore
