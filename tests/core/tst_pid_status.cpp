// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/source/linux/pid_status.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"

using namespace forklore;

namespace {

const QByteArray ids = "Uid:\t1000\t1001\t1002\t1003\nGid:\t100\t101\t102\t103\n";

} // namespace

class PidStatusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLine();
    void whatIsNotToldStaysEmpty();
    void linesPassedOver_data();
    void linesPassedOver();
    void malformed_data();
    void malformed();
    void isReadToItsEnd();
};

void PidStatusTest::everyLine()
{
    const auto status = parsePidStatus(
        view("Name:\tcat\nUmask:\t0022\nState:\tS (sleeping)\n" + ids +
             "TracerPid:\t812\nNSpid:\t4123\t17\t1\nVmLck:\t       4 kB\nVmData:\t     100 kB\n"
             "VmStk:\t     132 kB\nSigQ:\t3/96529\nSigPnd:\t0000000000000001\n"
             "ShdPnd:\t0000000000000002\nSigBlk:\t8000000000000000\n"
             "SigIgn:\t0000000000001000\nSigCgt:\t0000000180004002\n"));
    QVERIFY2(status, why(status));
    QVERIFY(status->credentials.uid == (FourIds<Uid>{1000, 1001, 1002, 1003}));
    QVERIFY(status->credentials.gid == (FourIds<Gid>{100, 101, 102, 103}));
    QCOMPARE(status->tracer, std::optional<Pid>(812));
    QCOMPARE(status->namespacePids, (std::vector<Pid>{4123, 17, 1}));
    QCOMPARE(status->lockedBytes, std::optional<std::uint64_t>(4096));
    QCOMPARE(status->dataBytes, std::optional<std::uint64_t>(102400));
    QCOMPARE(status->stackBytes, std::optional<std::uint64_t>(135168));
    QCOMPARE(status->queuedSignals, std::optional<std::uint64_t>(3));
    QCOMPARE(status->dispositions.pending.members(), std::vector<int>{1});
    QCOMPARE(status->dispositions.sharedPending.members(), std::vector<int>{2});
    QCOMPARE(status->dispositions.blocked.members(), std::vector<int>{64});
    QCOMPARE(status->dispositions.ignored.members(), std::vector<int>{13});
    QCOMPARE(status->dispositions.caught.members(), (std::vector<int>{2, 15, 32, 33}));
}

void PidStatusTest::whatIsNotToldStaysEmpty()
{
    const auto status = parsePidStatus(view(ids)); // as for a kernel thread
    QVERIFY2(status, why(status));
    QVERIFY(status->namespacePids.empty());
    QVERIFY(!status->tracer);
    QVERIFY(!status->lockedBytes && !status->dataBytes && !status->stackBytes && !status->queuedSignals);
}

void PidStatusTest::linesPassedOver_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("escaped newline in the name") << raw("Name:\ta\\nUid:\\t0\\t0\\t0\\t0\n");
    QTest::newRow("bytes in the name") << raw("Name:\t\xff\xfe:\t\n");
    QTest::newRow("no colon") << raw("Uid 0 0 0 0\n");
    QTest::newRow("empty line") << raw("\n");
    QTest::newRow("a key to come") << raw("Uidx:\t0\t0\t0\t0\n");
    QTest::newRow("the same word in another case") << raw("uid:\t0\t0\t0\t0\n");
}

void PidStatusTest::linesPassedOver()
{
    QFETCH(QByteArray, line);
    const auto status = parsePidStatus(view(line + ids));
    QVERIFY2(status, why(status));
    QCOMPARE(status->credentials.uid.effective, 1001u);
}

void PidStatusTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("no Gid") << raw("Uid:\t0\t0\t0\t0\n");
    QTest::newRow("no Uid") << raw("Gid:\t0\t0\t0\t0\n");
    QTest::newRow("Uid twice, no Gid") << raw("Uid:\t0\t0\t0\t0\nUid:\t0\t0\t0\t0\n");
    QTest::newRow("three ids") << raw("Uid:\t0\t0\t0\nGid:\t0\t0\t0\t0\n");
    QTest::newRow("negative id") << raw("Uid:\t-1\t0\t0\t0\nGid:\t0\t0\t0\t0\n");
    QTest::newRow("id beyond 32 bits") << raw("Uid:\t4294967296\t0\t0\t0\nGid:\t0\t0\t0\t0\n");
    QTest::newRow("signals of no digits") << ids + "SigBlk:\tzz\n";
    QTest::newRow("signals beyond 64 bits") << ids + "SigBlk:\t10000000000000000\n";
    QTest::newRow("tracer of letters") << ids + "TracerPid:\tgdb\n";
    QTest::newRow("namespace pid of letters") << ids + "NSpid:\t1\tx\n";
    QTest::newRow("memory of letters") << ids + "VmLck:\tmuch kB\n";
    QTest::newRow("memory beyond 64 bits of bytes") << ids + "VmLck:\t18446744073709551615 kB\n";
    QTest::newRow("queue of letters") << ids + "SigQ:\tx/1\n";
}

void PidStatusTest::malformed()
{
    QFETCH(QByteArray, text);
    const auto status = parsePidStatus(view(text));
    QCOMPARE(kindOf(status), raw("malformed"));
    QVERIFY2(bytes(status.error().message).startsWith("status: "), why(status));
}

void PidStatusTest::isReadToItsEnd()
{
    // Groups, with up to 65 536 of them, stands before the lines on signals.
    Fixture fixture;
    fixture.write("status", view(ids + "Groups:\t" + QByteArray("1000000000 ").repeated(65536) +
                                 "\nNSpid:\t4123\nSigQ:\t7/8\n"));
    const auto status = readPidStatus(Directory::open(fixture.root()).value());
    QVERIFY2(status, why(status));
    QCOMPARE(status->namespacePids, std::vector<Pid>{4123});
    QCOMPARE(status->queuedSignals, std::optional<std::uint64_t>(7));
}

QTEST_APPLESS_MAIN(PidStatusTest)
#include "tst_pid_status.moc"
