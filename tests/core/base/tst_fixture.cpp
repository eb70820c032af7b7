// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/base/file.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

class FixtureTest : public QObject {
    Q_OBJECT

private slots:
    void bytesAreSpelled();
    void malformedTextNamesItsLine_data();
    void malformedTextNamesItsLine();
    void unpacks();
};

void FixtureTest::bytesAreSpelled()
{
    const auto entries = parseFixture("# head\n\n== file 1/cmdline\na\\0b\\xfF\n\nc\\n\\t\\\\\n"
                                      "== link 1/exe -> /x (deleted)\n== dir 1/fd\n== file 1/empty");
    QVERIFY2(entries, why(entries));
    using Kind = FixtureEntry::Kind;
    const std::vector<FixtureEntry> expected = {{Kind::File, "1/cmdline",
                                                 std::string("a\0b\xff"
                                                             "c\n\t\\",
                                                             8)},
                                                {Kind::Link, "1/exe", "/x (deleted)"},
                                                {Kind::Directory, "1/fd", ""},
                                                {Kind::File, "1/empty", ""}};
    QCOMPARE(*entries, expected);
}

void FixtureTest::malformedTextNamesItsLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("text before any file") << raw("# head\nstray\n") << raw("line 2:");
    QTest::newRow("text below a link") << raw("== link a -> b\nstray\n") << raw("line 2:");
    QTest::newRow("text below a directory") << raw("== dir a\nstray\n") << raw("line 2:");
    QTest::newRow("unknown kind") << raw("\n\n== fifo a\n") << raw("line 3:");
    QTest::newRow("no path") << raw("== file\n") << raw("line 1:");
    QTest::newRow("absolute path") << raw("== file /etc/passwd\n") << raw("line 1:");
    QTest::newRow("path that climbs") << raw("== file ../x\n") << raw("line 1:");
    QTest::newRow("link without target") << raw("== link a\n") << raw("line 1:");
    QTest::newRow("link with an empty target") << raw("== link a -> \n") << raw("line 1:");
    QTest::newRow("the same path twice") << raw("== file a\n== dir a\n") << raw("line 2:");
    QTest::newRow("unknown escape") << raw("== file a\nfine\n\\q\n") << raw("line 3:");
    QTest::newRow("escape cut short") << raw("== file a\n\\x1\n") << raw("line 2:");
    QTest::newRow("escape of no digits") << raw("== file a\n\\xg0\n") << raw("line 2:");
    QTest::newRow("backslash at the end") << raw("== file a\nx\\\n") << raw("line 2:");
}

void FixtureTest::malformedTextNamesItsLine()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, start);
    const auto entries = parseFixture(view(text));
    QVERIFY(!entries);
    QVERIFY2(bytes(entries.error().message).startsWith(start), why(entries));
}

void FixtureTest::unpacks()
{
    const Fixture fixture("awkward.txt");
    const auto root = Directory::open(fixture.root());
    QVERIFY2(root, why(root));
    QCOMPARE(bytes(root->read("102/cmdline").value()), raw("/bin/odd\0\0two\nlines\0\xff\xfe\0\0"));
    QCOMPARE(bytes(root->readLink("110/exe").value()), raw("/srv/no-such-dir/old-server (deleted)"));
    QCOMPARE(root->numbersIn("108/fd").value(), std::vector<int>());
}

static const forklore::TestClass<FixtureTest> testClass(__FILE__);
#include "tst_fixture.moc"
