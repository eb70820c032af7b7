// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/filter_help.h"

#include <QCoreApplication>
#include <QDialog>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "core/filter/fields/event_fields.h"
#include "core/filter/fields/process_fields.h"
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

QString processExamples()
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

QString eventExamples()
{
    return row(u"sshd"_s, tr("the kind, the name, the pid or what is said of it contains it")) +
           row(u"kind = exit and status != 0"_s, tr("failed, or ended by a signal")) +
           row(u"signal = SEGV or core = yes"_s, tr("crashed")) +
           row(u"kind = exit lifetime &lt; 100ms"_s, tr("gone before a sample would have shown it")) +
           row(u"kind = fork parent = 4123"_s, tr("the children that this process gets")) +
           row(u"cmd ~ /worker-\\d+/"_s, tr("a regular expression in the command line of an exec")) +
           row(u"uid = 0"_s, tr("took on the rights of root")) +
           row(u"\"kind = exit\""_s, tr("the very text, because it is in quotes"));
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

QString unitsOfTime()
{
    return row(u"ms s m h d w"_s, tr("times, also together: 1h30m"));
}

QString processUnits()
{
    return row(u"B K M G T P"_s, tr("sizes, also as KB or KiB: each is 1024 of the one before")) +
           unitsOfTime() + row(u"%"_s, tr("of one core for cpu, of the soft limit for fds"));
}

QString fields(const Vocabulary &vocabulary)
{
    QString rows;
    for (const auto &field : vocabulary) {
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

QString helpText(const QString &examples, const QString &units, const Vocabulary &vocabulary,
                 const QString &unknown)
{
    return table(tr("Examples"), examples) + table(tr("Operators"), operators()) + table(tr("Units"), units) +
           table(tr("Fields"), fields(vocabulary)) + u"<p>%1</p>"_s.arg(unknown);
}

void show(QWidget *parent, const QString &title, const QString &html)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *text = new QTextBrowser;
    text->setFrameShape(QFrame::NoFrame);
    text->setHtml(html);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(text);
    constexpr QSize usual(720, 620);
    dialog->resize(usual.boundedTo(parent->size()));
    dialog->show();
}

} // namespace

QString filterHelpText()
{
    return helpText(processExamples(), processUnits(), processVocabulary(),
                    tr("What cannot be read is neither equal to a value nor different from it, so such "
                       "a process is not shown. Another user’s environment and number of open files "
                       "can be read by root only."));
}

QString eventFilterHelpText()
{
    return helpText(eventExamples(), unitsOfTime(), eventVocabulary(),
                    tr("What an event of its kind does not have is none: only an exit has a status. "
                       "What is not known is neither equal to a value nor different from it, so such an "
                       "event is not shown."));
}

void showFilterHelp(QWidget *parent)
{
    show(parent, tr("Filter language"), filterHelpText());
}

void showEventFilterHelp(QWidget *parent)
{
    show(parent, tr("Filter language of events"), eventFilterHelpText());
}

} // namespace forklore
