// SPDX-License-Identifier: GPL-3.0-or-later
//
// The grammar of filters: what is understood, and where it says that something is wrong.
#include <QTest>

#include <fmt/format.h>

#include "core/filter/lexer.h"
#include "core/filter/process_filter.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

std::string told(const Operand &operand)
{
    if (const auto *amount = std::get_if<Amount>(&operand))
        return fmt::format("{}{}", amount->value, amount->percent ? "%" : "");
    if (const auto *pattern = std::get_if<Pattern>(&operand))
        return '/' + pattern->text + '/';
    const auto *text = std::get_if<std::string>(&operand);
    return text != nullptr ? '\'' + *text + '\'' : "none";
}

/// The tree in words, every pair of parentheses written.
std::string told(const Expression &expression)
{
    using Kind = Expression::Kind;
    if (expression.kind == Kind::Text)
        return expression.text;
    if (expression.kind == Kind::Not)
        return "not " + told(expression.parts.front());
    if (expression.kind == Kind::Compare) {
        const auto &comparison = expression.comparison;
        auto name = std::string(processVocabulary()[comparison.field].name);
        if (!comparison.key.empty())
            name += '.' + comparison.key;
        return fmt::format("{}{}{}", name, text(comparison.op), told(comparison.operand));
    }
    std::string parts;
    for (const auto &part : expression.parts) {
        const auto *word = expression.kind == Kind::And ? " and " : " or ";
        parts += (parts.empty() ? "" : word) + told(part);
    }
    return '(' + parts + ')';
}

} // namespace

class TestFilterParser : public QObject {
    Q_OBJECT

private slots:
    void itIsUnderstood_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("tree");
        const auto row = [](const char *text, const char *tree) {
            QTest::addRow("%s", *text == '\0' ? "nothing" : text) << QByteArray(text) << QByteArray(tree);
        };
        row("", "()");
        row("  \t ", "()");
        // plain words
        row("sshd", "sshd");
        row("SSHD", "sshd");
        row("-D sshd", "(-d and sshd)");
        row("\"a b\"", "a b");
        row("'a \"b\"'", "a \"b\"");
        row("\"a \\\" b \\\\ \\n\"", "a \" b \\ \\n");
        row("/usr/bin/bash", "/usr/bin/bash");
        row("--type=renderer", "--type=renderer");
        row("--user=root>5", "--user=root>5");
        row("http://localhost:80/", "http://localhost:80/");
        row("localhost:80", "localhost:80");
        row("vim ~/notes", "(vim and ~/notes)");
        row("Xorg :0", "(xorg and :0)");
        row("a->b", "a->b");
        row("backup~", "backup~");
        row("foo", "foo");
        row("cpu", "cpu");
        row("kernel", "kernel");
        row("android organ nothing", "(android and organ and nothing)");
        row("(sd-pam)", "sd-pam");
        row("\303\234N\303\217", "\303\274n\303\257");
        // a keyword all alone: somebody types on, or searches it
        row("and", "and");
        row("OR", "or");
        row("not", "not");
        // fields and operators
        row("user=root", "user='root'");
        row("User = ROOT", "user='root'");
        row("user == root", "user='root'");
        row("user!=root", "user!='root'");
        row("user <> root", "user!='root'");
        row("cpu > 5", "cpu>5");
        row("cpu>5", "cpu>5");
        row("cpu >5", "cpu>5");
        row("cpu >= 5%", "cpu>=5%");
        row("cpu<0.5", "cpu<0.5");
        row("nice<=-5", "nice<=-5");
        row("pid:12", "pid=12");
        row("is:kernel", "is='kernel'");
        row("is = mine", "is='mine'");
        row("user:roo", "user~'roo'");
        row("tty:/dev/pts/3", "tty~'/dev/pts/3'");
        row("cmd ~ worker", "cmd~'worker'");
        row("cmd !~ worker", "cmd!~'worker'");
        row("cmd ~ /worker-\\d+/", "cmd~/worker-\\d+/");
        row("cmd ~ /usr/bin/", "cmd~/usr/bin/");
        row("(cmd ~ /a b/) or cmd~/c/", "(cmd~/a b/ or cmd~/c/)");
        row("cmd ~ /a\\/ b/", "cmd~/a\\/ b/");
        row("cmd ~ \"/a/\"", "cmd~'/a/'");
        row("cmd = --type=renderer", "cmd='--type=renderer'");
        row("cmd = \"a and b\"", "cmd='a and b'");
        row("name = a:b", "name='a:b'");
        row("env.LANG = C", "env.LANG='c'");
        row("env.A.b!=x=y", "env.A.b!='x=y'");
        row("tty = none", "tty=none");
        row("exit != NONE", "exit!=none");
        row("user = \"none\"", "user='none'");
        row("name ~ none", "name~'none'");
        row("state = Z", "state='zombie'");
        row("state = t", "state='traced'");
        row("state = T", "state='stopped'");
        row("state = Sleep", "state='sleeping'");
        row("state = D", "state='uninterruptible'");
        row("kernel = yes", "kernel='yes'");
        row("kernel=true", "kernel='yes'");
        row("comm = bash", "name='bash'");
        row("rss > 5", "mem>5");
        // units
        row("mem > 1 GB", "mem>1073741824");
        row("mem > 1GiB and x", "(mem>1073741824 and x)");
        row("mem > 1 and x", "(mem>1 and x)");
        row("mem > 1.5k", "mem>1536");
        row("mem > 1 G 2", "(mem>1073741824 and 2)");
        row("age < 5m", "age<300");
        row("age < 5 m ssh", "(age<300 and ssh)");
        row("age < 1h30m", "age<5400");
        row("age < 1 h 30 m bash", "(age<5400 and bash)");
        row("age < 5m 22", "(age<300 and 22)");
        row("age > 2 days", "age>172800");
        row("fds > 80%", "fds>80%");
        row("fds > 80 %", "fds>80%");
        row("pid = 5 22", "(pid=5 and 22)");
        // and, or, not
        row("a or b c", "(a or (b and c))");
        row("a b or c", "((a and b) or c)");
        row("a and b and c", "(a and b and c)");
        row("a && b || c", "((a and b) or c)");
        row("(a or b) c", "((a or b) and c)");
        row("not a b", "(not a and b)");
        row("not (a b)", "not (a and b)");
        row("not not a", "not not a");
        row("!user=root", "not user='root'");
        row("NOT cpu > 5 OR a", "(not cpu>5 or a)");
        row("((a))", "a");
        row("a and not b", "(a and not b)");
        row("user=root(a)", "(user='root' and a)");
    }
    void itIsUnderstood()
    {
        QFETCH(QByteArray, text);
        const auto filter = ProcessFilter::parse(view(text));
        QVERIFY2(filter, filter ? "" : filter.error().message.c_str());
        QTEST(bytes(told(filter->expression())), "tree");
    }

    void itSaysWhereItIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("length");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *text, int offset, int length, const char *message) {
            QTest::addRow("%s", text) << QByteArray(text) << offset << length << QByteArray(message);
        };
        row("cpu >", 5, 0, "a value is missing after >, as in cpu > 5");
        row("cpu >  ", 5, 0, "a value is missing after >, as in cpu > 5");
        row("(cpu > ) a", 6, 0, "a value is missing after >, as in cpu > 5");
        row("cpu > and a", 5, 0, "a value is missing after >, as in cpu > 5");
        row("user=", 5, 0, "a value is missing after =, as in user = root");
        row("cpu > abc", 6, 3, "cpu is a percentage, as in cpu > 5");
        row("cpu > 5x", 6, 2, "cpu is a percentage, as in cpu > 5");
        row("pid = 1.5.2", 6, 5, "pid is a number, as in pid = 1");
        row("a mem>1XB", 6, 3, "mem is a size in bytes, or with B, K, M, G, T or P, as in mem > 100 MB");
        row("age < 5 parsecs", 8, 7, "parsecs is no unit of age, as in age < 5m; to search for the word");
        row("mem > 1 XB and cpu > 5", 8, 2, "XB is no unit of mem, as in mem > ");
        row("mem > 1 GB sshd", 0, 0, nullptr);
        row("threads > 5 sshd", 0, 0, nullptr); // it has no units
        row("age < 5parsecs", 6, 8, "age is a time in seconds, or with ms, s, m, h, d or w, as in age < 5m");
        row("mem > 5%", 6, 2, "mem has no whole to take a percentage of");
        row("cpuu > 5", 0, 4, "there is no field cpuu; did you mean cpu?");
        row("a uesr = 5", 2, 4, "there is no field uesr; did you mean user?");
        row("quux=1", 0, 4, "there is no field quux; to search for the text, put it in quotes: \"quux=1\"");
        row("nmae ~ x", 0, 4, "did you mean name?");
        row("pid.x = 1", 0, 5, "there is no field pid.x");
        row("env = C", 0, 3, "env needs a name: env.NAME");
        row("env.=C", 0, 4, "env needs a name: env.NAME");
        row("(a or b", 0, 1, "this ( is not closed");
        row("a (b (c) d", 2, 1, "this ( is not closed");
        row("(", 0, 1, "this ( is not closed");
        row("()", 1, 0, "something is missing after (");
        row("a)", 1, 1, "there is no ( for this )");
        row(")", 0, 1, "there is no ( for this )");
        row("a or", 4, 0, "something is missing after or");
        row("a and ", 5, 0, "something is missing after and");
        row("a not", 5, 0, "something is missing after not");
        row("!", 1, 0, "something is missing after !");
        row("or a", 0, 2, "something is missing before or");
        row("a or or b", 5, 2, "something is missing before or");
        row("a and and b", 6, 3, "something is missing before and");
        row("> 5", 0, 1, "there is no field before >");
        row("cpu = = b", 6, 1, "cpu is a percentage, as in cpu = 5");
        row("\"abc", 0, 4, "the quotes that begin here are not closed");
        row("user = 'root", 7, 5, "the quotes that begin here are not closed");
        row("cmd ~ /abc", 6, 4, "the pattern that begins here is not closed");
        row("cmd ~ /", 6, 1, "the pattern that begins here is not closed");
        row("cmd ~ //", 6, 2, "the pattern is empty");
        row("cmd ~ /a(b/", 7, 3, "in the regular expression: missing ): ");
        row("cmd ~ /a**/", 8, 2, "in the regular expression: bad repetition operator: **");
        row("cmd ~ /[z-a]/", 8, 3, "in the regular expression: invalid character class range: z-a");
        row("cmd > 5", 4, 1, "> compares numbers, and cmd is none");
        row("state < 5", 6, 1, "< compares numbers, and state is none");
        row("cpu ~ 5", 4, 1, "~ searches text, and cpu is a number");
        row("cpu !~ /5/", 4, 2, "!~ searches text, and cpu is a number");
        row("state = zomby", 8, 5, "state is never zomby; did you mean zombie?");
        row("kernel = maybe", 9, 5, "kernel is never maybe; it is one of yes, no");
        row("is:foo", 3, 3, "is is never foo");
    }
    void itSaysWhereItIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        QFETCH(int, offset);
        QFETCH(int, length);
        const auto filter = ProcessFilter::parse(view(text));
        if (message.isNull()) { // a plain word may follow a number
            QVERIFY(filter);
            return;
        }
        QVERIFY(!filter);
        QVERIFY2(bytes(filter.error().message).contains(message), filter.error().message.c_str());
        QCOMPARE(static_cast<int>(filter.error().offset), offset);
        QCOMPARE(static_cast<int>(filter.error().length), length);
    }

    void theDepthIsBounded_data()
    {
        QTest::addColumn<QByteArray>("nest");
        QTest::newRow("parentheses") << QByteArray("(");
        QTest::newRow("not") << QByteArray("not ");
        QTest::newRow("!") << QByteArray("!");
    }
    void theDepthIsBounded()
    {
        QFETCH(QByteArray, nest);
        const auto close = nest == "(" ? QByteArray(")") : QByteArray();
        QVERIFY(ProcessFilter::parse(view(nest.repeated(100) + "a" + close.repeated(100))));
        const auto deep = ProcessFilter::parse(view(nest.repeated(100'000) + "a" + close.repeated(100'000)));
        QVERIFY(!deep);
        QCOMPARE(bytes(deep.error().message), QByteArray("this is nested too deeply"));
        QCOMPARE(deep.error().offset, static_cast<std::size_t>(100 * nest.size()));
    }

    void everyFieldHasAnExampleThatIsRight()
    {
        for (const auto &field : processVocabulary()) {
            QVERIFY2(!field.examples.empty() && !field.meaning.empty(), field.name.data());
            for (const auto example : field.examples) {
                const auto key = field.keyedBy.empty() ? "" : "." + std::string(field.keyedBy);
                const auto *op = example.starts_with('/') ? "~" : "=";
                const auto text = fmt::format("{}{} {} {}", field.name, key, op, example);
                QVERIFY2(ProcessFilter::parse(text), text.c_str());
            }
        }
    }

    void noNameMeansTwoFields()
    {
        const auto &vocabulary = processVocabulary();
        for (std::size_t position = 0; position < vocabulary.size(); ++position) {
            QCOMPARE(fieldNamed(vocabulary, vocabulary[position].name), std::optional(position));
            for (const auto alias : vocabulary[position].aliases)
                QCOMPARE(fieldNamed(vocabulary, alias), std::optional(position));
        }
    }

    void otherThingsHaveOtherFields()
    {
        const Vocabulary events = {{"kind", {}, FactKind::Word, "", {"exit"}, {{"exit", "", ""}}},
                                   {"status", {}, FactKind::Number, "", {"0"}}};
        QVERIFY(parseFilter("kind=exit and status!=0", events));
        QVERIFY(!parseFilter("user=root", events));
        QVERIFY(parseFilter("user:root", events)); // no field of theirs: text
    }
};

static const forklore::TestClass<TestFilterParser> testClass(__FILE__);
#include "tst_filter_parser.moc"
