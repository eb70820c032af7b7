// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is gathered from the threads of a process, from texts; tests/live has the kernel's own.
#include <QTest>

#include <csignal>

#include "core/host/linux/inspect/linux_inspector.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto ids = "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n";

QByteArray statOf(const char *pid, char state = 'S', int threads = 1, unsigned flags = 0)
{
    return QByteArray(pid) + " (x) " + state + " 1 7 7 0 -1 " + QByteArray::number(flags) +
           " 0 0 0 0 0 0 0 0 20 0 " + QByteArray::number(threads) +
           " 0 70 0 0 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 4096 4110 0 0 0\n";
}

SignalReading readingIn(const Fixture &fixture)
{
    const auto reading = LinuxInspector::create(fixture.root())->signalReading({7, 70}, {});
    if (!reading)
        qFatal("%s", why(reading));
    return *reading;
}

} // namespace

class ProcessSignalsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void masksAreJoined();
    void threadsThatEndedTakeNone();
    void oneThatWaitsIsToldApart();
    void aLeaderThatEndedHasTheStateOfAThread();
    void aCaptureWithoutThreads();
    void tooManyThreadsAreSaid();
    void firstOfANamespace_data();
    void firstOfANamespace();
    void endedIsGone();

private:
    void write(const char *thread, const char *lines)
    {
        m_fixture->write(std::string("7/task/") + thread + "/status", view(QByteArray(ids) + lines));
    }

    std::unique_ptr<Fixture> m_fixture;
};

void ProcessSignalsTest::init()
{
    m_fixture = std::make_unique<Fixture>();
    m_fixture->write("7/stat", view(statOf("7", 'S', 2)));
    m_fixture->write("7/status",
                     view(QByteArray(ids) + "SigPnd:\t1\nShdPnd:\t2\nSigBlk:\t30\nSigIgn:\t4\nSigCgt:\t8\n"));
}

void ProcessSignalsTest::masksAreJoined()
{
    write("7", "State:\tS (sleeping)\nSigBlk:\t30\n");
    write("8", "State:\tS (sleeping)\nSigPnd:\t100\nSigBlk:\t50\n");
    const auto reading = readingIn(*m_fixture);
    QCOMPARE(reading.threads, 2u);
    QVERIFY(reading.complete);
    QVERIFY(reading.main ==
            (Signals{SignalSet{1}, SignalSet{2}, SignalSet{0x30}, SignalSet{4}, SignalSet{8}}));
    QVERIFY(reading.blockedByAll == SignalSet{0x10});
    QVERIFY(reading.blockedBySome == SignalSet{0x70});
    QVERIFY(reading.pendingElsewhere == SignalSet{0x100});
    QVERIFY(reading.awaited == SignalSet());
    QVERIFY(!reading.groupOrphaned);
}

void ProcessSignalsTest::threadsThatEndedTakeNone()
{
    write("7", "State:\tS (sleeping)\nSigBlk:\t30\n");
    write("8", "State:\tZ (zombie)\nSigBlk:\t0\n");
    write("9", "State:\tX (dead)\nSigBlk:\t0\n");
    QVERIFY(readingIn(*m_fixture).blockedByAll == SignalSet{0x30});
}

void ProcessSignalsTest::oneThatWaitsIsToldApart()
{
    write("7", "State:\tS (sleeping)\nSigBlk:\tffffffffffffffff\n");
    write("8", "State:\tS (sleeping)\nSigBlk:\tfffffffffffffffe\n");
    m_fixture->write("7/task/8/wchan", "do_sigtimedwait.isra.0");
    auto reading = readingIn(*m_fixture);
    QVERIFY(reading.awaited == SignalSet{1});
    QVERIFY(!reading.mainAwaits);
    m_fixture->write("7/task/8/wchan", "0"); // denied
    QVERIFY(readingIn(*m_fixture).awaited == SignalSet());
    m_fixture->write("7/task/7/wchan", "do_sigtimedwait");
    QVERIFY(readingIn(*m_fixture).mainAwaits);
}

void ProcessSignalsTest::aLeaderThatEndedHasTheStateOfAThread()
{
    m_fixture->write("7/stat", view(statOf("7", 'Z', 2)));
    write("7", "State:\tZ (zombie)\nSigBlk:\t30\n");
    write("8", "State:\tT (stopped)\nSigBlk:\t50\n");
    const auto reading = readingIn(*m_fixture);
    QVERIFY(!reading.zombie);
    QVERIFY(reading.state == State::Stopped);
    QVERIFY(reading.blockedByAll == SignalSet{0x50});
    QVERIFY(reading.main.blocked == SignalSet{0x30});
}

void ProcessSignalsTest::aCaptureWithoutThreads()
{
    const auto reading = readingIn(*m_fixture);
    QVERIFY(reading.blockedByAll == SignalSet{0x30});
    QVERIFY(!reading.complete); // stat tells of two
    m_fixture->write("7/stat", view(statOf("7")));
    QVERIFY(readingIn(*m_fixture).complete);
}

void ProcessSignalsTest::tooManyThreadsAreSaid()
{
    for (int thread = 7; thread < 7 + 300; ++thread)
        write(std::to_string(thread).c_str(), "State:\tS (sleeping)\nSigBlk:\t1\n");
    const auto reading = readingIn(*m_fixture);
    QCOMPARE(reading.threads, 256u);
    QVERIFY(!reading.complete);
}

void ProcessSignalsTest::firstOfANamespace_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("init");
    QTest::newRow("an ordinary one") << raw("NSpid:\t7\n") << int(Init::No);
    QTest::newRow("of the reader's") << raw("NSpid:\t1\n") << int(Init::OfReader);
    QTest::newRow("of an inner one") << raw("NSpid:\t7\t1\n") << int(Init::OfInner);
    QTest::newRow("not the first of an inner one") << raw("NSpid:\t7\t1\t2\n") << int(Init::No);
    QTest::newRow("before Linux 4.1") << raw("") << int(Init::No);
}

void ProcessSignalsTest::firstOfANamespace()
{
    QFETCH(QByteArray, line);
    m_fixture->write("7/status", view(ids + line));
    QTEST(int(readingIn(*m_fixture).init), "init");
}

void ProcessSignalsTest::endedIsGone()
{
    m_fixture->remove("7/status");
    QCOMPARE(kindOf(LinuxInspector::create(m_fixture->root())->rights({7, 70})),
             raw("unsupported")); // a copy without it
    m_fixture->remove("7");
    const auto reading = LinuxInspector::create(m_fixture->root())->signalReading({7, 70}, {});
    QCOMPARE(kindOf(reading), raw("gone"));
    QCOMPARE(kindOf(LinuxInspector::create(m_fixture->root())->rights({7, 70})), raw("gone"));
}

static const forklore::TestClass<ProcessSignalsTest> testClass(__FILE__);
#include "tst_process_signals.moc"
