// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/process/names/arguments.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

Q_DECLARE_METATYPE(forklore::Title)

namespace {

Stat withArea(std::uint64_t start, std::uint64_t end)
{
    Stat stat;
    stat.argumentsStart = start;
    stat.argumentsEnd = end;
    return stat;
}

} // namespace

class ArgumentsTest : public QObject {
    Q_OBJECT

private slots:
    void split_data();
    void split();
    void title_data();
    void title();
};

void ArgumentsTest::split_data()
{
    QTest::addColumn<QByteArray>("commandLine");
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::newRow("none") << raw("") << QByteArrayList{};
    QTest::newRow("one") << raw("a\0") << QByteArrayList{"a"};
    QTest::newRow("one without its NUL") << raw("a") << QByteArrayList{"a"};
    QTest::newRow("one that is empty") << raw("\0") << QByteArrayList{""};
    QTest::newRow("empty at the start") << raw("\0a\0") << QByteArrayList{"", "a"};
    QTest::newRow("empty in the middle") << raw("a\0\0b\0") << QByteArrayList{"a", "", "b"};
    QTest::newRow("empty at the end") << raw("a\0\0\0") << QByteArrayList{"a", "", ""};
    QTest::newRow("bytes") << raw("\xff\n\t\0\"'\\\0") << QByteArrayList{"\xff\n\t", "\"'\\"};
}

void ArgumentsTest::split()
{
    QFETCH(QByteArray, commandLine);
    QTEST(listOf(splitArguments(view(commandLine))), "arguments");
}

void ArgumentsTest::title_data()
{
    QTest::addColumn<quint64>("start");
    QTest::addColumn<quint64>("end");
    QTest::addColumn<QByteArray>("commandLine");
    QTest::addColumn<Title>("title");
    QTest::addColumn<QByteArrayList>("arguments");
    const auto row = [](const char *what, quint64 start, quint64 end, const QByteArray &text, Title title,
                        const QByteArrayList &arguments) {
        QTest::newRow(what) << start << end << text << title << arguments;
    };
    row("as it was", 100, 104, raw("a\0b\0"), Title::Original, {"a", "b"});
    row("padded: looks like empty arguments", 100, 104, raw("a\0\0\0"), Title::Original, {"a", "", ""});
    row("longer than the area", 100, 104, raw("a title\0"), Title::Overflown, {"a title"});
    row("one byte longer", 100, 104, raw("a\0b\0c"), Title::Overflown, {raw("a\0b\0c")});
    row("shorter than the area", 100, 120, raw("idle\0"), Title::Rewritten, {"idle"});
    row("shorter, without a NUL", 100, 120, raw("idle"), Title::Rewritten, {"idle"});
    row("shorter, of NULs", 100, 120, raw("\0\0"), Title::Rewritten, {""});
    row("no memory any more", 100, 120, raw(""), Title::Original, {});
    row("no arguments at all", 100, 100, raw(""), Title::Original, {});
    row("area may not be seen", 0, 0, raw("a\0b\0"), Title::Unknown, {"a", "b"});
    row("area ends before it starts", 100, 50, raw("a\0b\0"), Title::Unknown, {"a", "b"});
    row("the largest area", 1, UINT64_MAX, raw("a\0"), Title::Rewritten, {"a"});
}

void ArgumentsTest::title()
{
    QFETCH(quint64, start);
    QFETCH(quint64, end);
    QFETCH(QByteArray, commandLine);
    QTEST(titleOf(withArea(start, end), view(commandLine)), "title");
    QTEST(listOf(argumentsOf(withArea(start, end), view(commandLine))), "arguments");
}

static const forklore::TestClass<ArgumentsTest> testClass(__FILE__);
#include "tst_arguments.moc"
