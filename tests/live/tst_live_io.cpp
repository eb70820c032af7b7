// SPDX-License-Identifier: GPL-3.0-or-later
//
// I/O counters of a real process, beside what it read and wrote to the byte.
#include <QTest>

#include <unistd.h>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto nobody = "65534";
constexpr auto somebody = "65533";
constexpr std::uint64_t block = 40'000; // fits a pipe

} // namespace

class LiveIo : public QObject {
    Q_OBJECT

private slots:
    void init();
    void countsToTheByte();
    void ofALeaderThatEnded_data();
    void ofALeaderThatEnded();
    void closedToOthers();

private:
    Result<IoCounters> countersOf(Pid pid) const
    {
        return m_inspector->idOf(pid).and_then([&](const ProcessId &id) { return m_inspector->io(id); });
    }

    Result<LinuxInspector> m_inspector = inspectorOfMachine();
};

void LiveIo::init()
{
    QVERIFY2(m_inspector, why(m_inspector));
}

void LiveIo::countsToTheByte()
{
    Subject subject({"io", QString::number(block)});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto pid = subject.pid();
    // The kernel counts a write(2) after the reader at the other end may have it: so each report is awaited.
    Result<IoCounters> before;
    QTRY_VERIFY((before = countersOf(pid)) && before->writeCalls == 1u);
    subject.giveWord();
    subject.awaitReport();
    QVERIFY2(subject.stands(), subject.complaint());
    Result<IoCounters> now;
    QTRY_VERIFY((now = countersOf(pid)) && now->writeCalls == 4u);          // two blocks and a report
    const auto report = ("ready " + QByteArray::number(pid) + '\n').size(); // the second one, on its output
    QCOMPARE(*now->readCharacters - *before->readCharacters, block + 1);    // and the word
    QCOMPARE(*now->writeCharacters - *before->writeCharacters,
             2 * block + static_cast<std::uint64_t>(report));
    QCOMPARE(*now->readCalls - *before->readCalls, 2U);
    QVERIFY(now->writeBytes >= before->writeBytes); // none, where the directory is in memory
}

void LiveIo::ofALeaderThatEnded_data()
{
    QTest::addColumn<QStringList>("drop");
    QTest::newRow("by the same user") << QStringList();
    if (geteuid() == 0)
        QTest::newRow("by an ordinary user") << QStringList{"drop", nobody};
}

/// The leader's own files are root's then, yet the counters of the whole process are to be had.
void LiveIo::ofALeaderThatEnded()
{
    QFETCH(QStringList, drop);
    const Subject subject(drop + QStringList{"leader-ended"});
    QVERIFY2(subject.stands(), subject.complaint());
    const Subject view(drop + QStringList{"inspect", QString::number(subject.pid())});
    QVERIFY2(view.stands(), view.complaint());
    QCOMPARE(view.fact("io"), QByteArray("ok"));
    QCOMPARE(view.fact("memory-pages"), QByteArray("ok"));
}

void LiveIo::closedToOthers()
{
    const bool root = geteuid() == 0;
    const Subject subject(root ? QStringList{"drop", somebody, "plain"} : QStringList{"undumpable", "plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto pid = QString::number(subject.pid());
    const Subject view(root ? QStringList{"drop", nobody, "inspect", pid} : QStringList{"inspect", pid});
    QVERIFY2(view.stands(), view.complaint());
    QCOMPARE(view.fact("io"), QByteArray("denied"));
}

static const forklore::TestClass<LiveIo> testClass(__FILE__);
#include "tst_live_io.moc"
