// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/sampling/context_switches.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

class ContextSwitchesTest : public QObject {
    Q_OBJECT

private slots:
    void bothKinds();
    void malformed_data();
    void malformed();
    void sumOverThreads();
    void tooManyThreads();
};

void ContextSwitchesTest::bothKinds()
{
    QCOMPARE(parseContextSwitches("Name:\tx\nUid:\t0\nvoluntary_ctxt_switches:\t40\n"
                                  "nonvoluntary_ctxt_switches:\t2\n"),
             Result<std::uint64_t>(42));
    // A name that looks like the line: its newline is spelled out.
    QCOMPARE(parseContextSwitches("Name:\t\\nvoluntary_ctxt_switches:\t7\nvoluntary_ctxt_switches:\t40\n"
                                  "nonvoluntary_ctxt_switches:\t2\nx86_Thread_features:\n"),
             Result<std::uint64_t>(42));
}

void ContextSwitchesTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("one kind") << raw("\nvoluntary_ctxt_switches:\t1\n");
    QTest::newRow("the other") << raw("\nnonvoluntary_ctxt_switches:\t1\n");
    QTest::newRow("no number") << raw("\nvoluntary_ctxt_switches:\t\nnonvoluntary_ctxt_switches:\t1\n");
    QTest::newRow("too large together")
        << raw("\nvoluntary_ctxt_switches:\t18446744073709551615\nnonvoluntary_ctxt_switches:\t1\n");
}

void ContextSwitchesTest::malformed()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parseContextSwitches(view(text))), raw("malformed"));
}

void ContextSwitchesTest::sumOverThreads()
{
    Fixture fixture;
    const auto root = Directory::open(fixture.root());
    QCOMPARE(kindOf(readContextSwitches(*root, 7)), raw("gone"));
    for (const auto *thread : {"7", "8", "9"})
        fixture.write(std::string("7/task/") + thread + "/status",
                      std::string("Name:\tx\nvoluntary_ctxt_switches:\t") + thread +
                          "\nnonvoluntary_ctxt_switches:\t100\n");
    QCOMPARE(readContextSwitches(*root, 7), Result<std::uint64_t>(324));
    fixture.directory("7/task/10"); // without it the sum would be another one
    QCOMPARE(kindOf(readContextSwitches(*root, 7)), raw("unsupported"));
}

void ContextSwitchesTest::tooManyThreads()
{
    Fixture fixture;
    const auto root = Directory::open(fixture.root());
    for (int thread = 7; thread < 264; ++thread)
        fixture.directory("7/task/" + std::to_string(thread));
    QCOMPARE(kindOf(readContextSwitches(*root, 7)), raw("unsupported"));
}

static const forklore::TestClass<ContextSwitchesTest> testClass(__FILE__);
#include "tst_context_switches.moc"
