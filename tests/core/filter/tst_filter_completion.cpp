// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is proposed while a filter is typed. A bar stands for the cursor.
#include <QTest>

#include "core/filter/completion.h"
#include "core/filter/process_filter.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

std::vector<Proposal> proposalsFor(QByteArray text)
{
    const auto cursor = text.indexOf('|');
    text.remove(cursor, 1);
    const auto nameOf = [](std::size_t field) { return processVocabulary()[field].name; };
    const auto values = [&](std::size_t field) -> std::vector<std::string> {
        if (nameOf(field) == "name")
            return {"(sd-pam)", "cat", "sshd", "sshd-session"};
        return nameOf(field) == "user" ? std::vector<std::string>{"root", "rosa"}
                                       : std::vector<std::string>();
    };
    return complete(view(text), static_cast<std::size_t>(cursor), processVocabulary(), values);
}

/// The text with a proposal taken.
QByteArray taken(QByteArray text, const Proposal &proposal)
{
    text.remove(text.indexOf('|'), 1);
    return text.replace(static_cast<qsizetype>(proposal.from), static_cast<qsizetype>(proposal.length),
                        bytes(proposal.text));
}

QByteArrayList texts(const std::vector<Proposal> &proposals)
{
    QByteArrayList list;
    for (const auto &proposal : proposals)
        list += bytes(proposal.text).trimmed();
    return list;
}

} // namespace

class TestFilterCompletion : public QObject {
    Q_OBJECT

private slots:
    void itProposes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("proposals");
        const auto row = [](const char *text, const QByteArrayList &proposals) {
            QTest::addRow("%s", text) << QByteArray(text) << proposals;
        };
        row("cp|", {"cpu"});
        row("CP|", {"cpu"});
        row("ss|", {"sshd", "sshd-session"});
        row("c|", {"cmd", "cpu", "name", "time", "processor", "cat"}); // comm, cpu-time, core
        row("rs|", {"mem"});
        row("(cp|", {"cpu"});
        row("not cp|", {"cpu"});
        row("user=root cp|", {"cpu"});
        row("user=root o|", {"or", "oom-score", "user"}); // owner
        row("env|", {"env."});
        row("cpu |", {"=", "!=", ">", ">=", "<", "<=", "and", "or"});
        row("state |", {"=", "!=", "~", "!~", "and", "or"});
        row("cpu >|", {"5", "90%"});
        row("cpu > |", {"5", "90%"});
        row("cpu > 9|", {"90%"});
        row("user = |", {"root", "rosa"});
        row("user=|", {"root", "rosa"});
        row("user=ro|", {"root", "rosa"});
        row("user=roo|t", {"root"});
        row("user=x|", {});
        row("state = z|", {"zombie"});
        row("state=u|", {"uninterruptible"});
        row("kernel = |", {"yes", "no"});
        row("is:m|", {"mine"});
        row("name = (|", {"name", "cmd"});
        row("name = |", {"\"(sd-pam)\"", "cat", "sshd", "sshd-session"});
        row("name = \"ss|\"", {"sshd", "sshd-session"});
        row("cmd ~ |", {"/worker-\\d+/", "--verbose"});
        row("cmd = |", {"--verbose"});
        row("cmd ~ /a|/", {});
        row("\"cp|", {});
        row("zzz|", {});
        row("nofield = |", {});
    }
    void itProposes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArrayList, proposals);
        QCOMPARE(texts(proposalsFor(text)).mid(0, std::max<qsizetype>(proposals.size(), 1)), proposals);
    }

    void whatIsTakenIsRight_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char *text, const char *after) {
            QTest::addRow("%s", text) << QByteArray(text) << QByteArray(after);
        };
        row("cp|", "cpu ");
        row("a cp| b", "a cpu  b");
        row("env|", "env.");
        row("cpu |", "cpu = ");
        row("cpu >|", "cpu > 5 ");
        row("user=ro|", "user=root ");
        row("user=r|xyz a", "user=root  a");
        row("name = \"ss|\" x", "name = sshd  x");
        row("name = |", "name = \"(sd-pam)\" ");
    }
    void whatIsTakenIsRight()
    {
        QFETCH(QByteArray, text);
        const auto proposals = proposalsFor(text);
        QVERIFY(!proposals.empty());
        QTEST(taken(text, proposals.front()), "after");
    }

    void withNothingTypedEveryFieldIsProposed()
    {
        const auto proposals = proposalsFor("|");
        QCOMPARE(proposals.size(), processVocabulary().size() + 1); // and not
        QVERIFY(std::ranges::none_of(proposals, [](const auto &one) { return one.explanation.empty(); }));
    }

    void aTakenValueIsOneThatIsUnderstood()
    {
        for (const auto &field : processVocabulary()) {
            if (!field.keyedBy.empty())
                continue;
            const auto start = bytes(field.name) + " = ";
            for (const auto &proposal : proposalsFor(start + "|")) {
                const auto text = taken(start + "|", proposal);
                QVERIFY2(ProcessFilter::parse(view(text)), text.constData());
            }
        }
    }
};

static const forklore::TestClass<TestFilterCompletion> testClass(__FILE__);
#include "tst_filter_completion.moc"
