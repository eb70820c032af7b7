// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <csignal>
#include <cstring>

#include "core/process/signals.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class SignalsTest : public QObject {
    Q_OBJECT

private slots:
    void names_data();
    void names();
    void standardNamesAreThoseOfTheCLibrary();
    void sets();
    void numbersOfNames_data();
    void numbersOfNames();
    void everyNameIsUnderstood();
};

void SignalsTest::names_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("negative") << -1 << raw("signal -1");
    QTest::newRow("0") << 0 << raw("signal 0");
    QTest::newRow("1") << 1 << raw("SIGHUP");
    QTest::newRow("15") << 15 << raw("SIGTERM");
    QTest::newRow("29") << 29 << raw("SIGIO");
    QTest::newRow("31") << 31 << raw("SIGSYS");
    QTest::newRow("32") << 32 << raw("SIG32");
    QTest::newRow("33") << 33 << raw("SIG33");
    QTest::newRow("34") << 34 << raw("SIGRTMIN");
    QTest::newRow("35") << 35 << raw("SIGRTMIN+1");
    QTest::newRow("64") << 64 << raw("SIGRTMIN+30");
    QTest::newRow("65") << 65 << raw("signal 65");
}

void SignalsTest::names()
{
    QFETCH(int, signal);
    QTEST(bytes(signalName(signal)), "name");
}

void SignalsTest::standardNamesAreThoseOfTheCLibrary()
{
    for (int signal = 1; signal < 32; ++signal) {
        if (signal != SIGIO) // the C library calls it by its other name, SIGPOLL
            QCOMPARE(bytes(signalName(signal)), "SIG" + bytes(sigabbrev_np(signal)));
    }
}

void SignalsTest::sets()
{
    QCOMPARE(SignalSet{}.members(), std::vector<int>());
    QCOMPARE(SignalSet{1}.members(), std::vector<int>{1});
    QCOMPARE(SignalSet{0x8000'0000'0000'4100}.members(), (std::vector<int>{9, 15, 64}));
    QCOMPARE(SignalSet{~0ull}.members().size(), 64u);
    QVERIFY(SignalSet{0x100}.contains(SIGKILL));
    QVERIFY(!SignalSet{0x100}.contains(SIGHUP));
    for (const auto outside : {-1, 0, 65, 128})
        QVERIFY(!SignalSet{~0ull}.contains(outside));
}

void SignalsTest::numbersOfNames_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("signal"); // 0: there is none
    for (const auto *term : {"TERM", "term", "SIGTERM", "sigterm", "15"})
        QTest::newRow(term) << QByteArray(term) << 15;
    QTest::newRow("real-time") << raw("RTMIN") << 34;
    QTest::newRow("real-time and more") << raw("SIGRTMIN+3") << 37;
    QTest::newRow("the last") << raw("RTMAX") << 64;
    QTest::newRow("before the last") << raw("sigrtmax-2") << 62;
    QTest::newRow("the library's own") << raw("SIG32") << 32;
    for (const auto *none :
         {"", "SIG", "0", "65", "-9", "+9", " 9", "9 ", "KILLER", "RTMIN+31", "RTMIN+", "RTMAX-31"})
        QTest::addRow("'%s'", none) << QByteArray(none) << 0;
}

void SignalsTest::numbersOfNames()
{
    QFETCH(QByteArray, text);
    QTEST(signalNamed(view(text)).value_or(0), "signal");
}

void SignalsTest::everyNameIsUnderstood()
{
    for (int signal = 1; signal <= 64; ++signal) {
        QCOMPARE(signalNamed(signalName(signal)), std::optional(signal));
        QCOMPARE(signalNamed(std::to_string(signal)), std::optional(signal));
    }
}

static const forklore::TestClass<SignalsTest> testClass(__FILE__);
#include "tst_signals.moc"
