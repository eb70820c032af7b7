// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/host/linux/proc/pid_status.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

const QByteArray ids = "Uid:\t1000\t1001\t1002\t1003\nGid:\t100\t101\t102\t103\n";

QByteArray wholeStatus()
{
    return "State:\tS (sleeping)\n" + ids +
           "TracerPid:\t812\nGroups:\t4 24 \nNSpid:\t4123\t17\nVmLck:\t4 kB\nVmRSS:\t8 kB\nSigQ:\t3/9\n"
           "SigBlk:\t8000000000000000\nSigCgt:\t0000000180004002\nCapEff:\t0000000000000001\nNoNewPrivs:\t1\n"
           "Seccomp:\t2\n";
}

} // namespace

class PidStatusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLine();
    void whatIsNotToldStaysEmpty();
    void linesPassedOver_data();
    void linesPassedOver();
    void anOddLineLosesItselfAlone_data();
    void anOddLineLosesItselfAlone();
    void whoItIsNeedsTheUsersAlone();
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
    QVERIFY(*status->uid == (FourIds<Uid>{1000, 1001, 1002, 1003}));
    QVERIFY(*status->gid == (FourIds<Gid>{100, 101, 102, 103}));
    QCOMPARE(status->tracer, std::optional<Pid>(812));
    QVERIFY(status->namespacePids == (std::vector<Pid>{4123, 17, 1}));
    QCOMPARE(status->lockedBytes, std::optional<std::uint64_t>(4096));
    QCOMPARE(status->dataBytes, std::optional<std::uint64_t>(102400));
    QCOMPARE(status->stackBytes, std::optional<std::uint64_t>(135168));
    QCOMPARE(status->queuedSignals, std::optional<std::uint64_t>(3));
    QCOMPARE(status->dispositions.pending->members(), std::vector<int>{1});
    QCOMPARE(status->dispositions.sharedPending->members(), std::vector<int>{2});
    QCOMPARE(status->dispositions.blocked->members(), std::vector<int>{64});
    QCOMPARE(status->dispositions.ignored->members(), std::vector<int>{13});
    QCOMPARE(status->dispositions.caught->members(), (std::vector<int>{2, 15, 32, 33}));
}

void PidStatusTest::whatIsNotToldStaysEmpty()
{
    const auto status = parsePidStatus(view(ids)); // as for a kernel thread
    QVERIFY2(status, why(status));
    QVERIFY(!status->namespacePids && !status->tracer && !status->groups && !status->state);
    QVERIFY(!status->dispositions.pending && !status->dispositions.blocked && !status->dispositions.caught);
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
    QCOMPARE(status->credentials().value().uid.effective, 1001u);
}

void PidStatusTest::anOddLineLosesItselfAlone_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("three ids") << raw("Uid:\t0\t0\t0");
    QTest::newRow("negative id") << raw("Uid:\t-1\t0\t0\t0");
    QTest::newRow("id beyond 32 bits") << raw("Gid:\t4294967296\t0\t0\t0");
    QTest::newRow("signals of no digits") << raw("SigBlk:\tzz");
    QTest::newRow("signals beyond 64 bits") << raw("SigCgt:\t10000000000000000");
    QTest::newRow("tracer of letters") << raw("TracerPid:\tgdb");
    QTest::newRow("namespace pid of letters") << raw("NSpid:\t1\tx");
    QTest::newRow("no namespace pid") << raw("NSpid:\t");
    QTest::newRow("memory of letters") << raw("VmLck:\tmuch kB");
    QTest::newRow("memory beyond 64 bits of bytes") << raw("VmRSS:\t18446744073709551615 kB");
    QTest::newRow("queue of letters") << raw("SigQ:\tx/1");
    QTest::newRow("group of letters") << raw("Groups:\t4 adm");
    QTest::newRow("state of two letters") << raw("State:\tSS");
    QTest::newRow("capabilities of letters") << raw("CapEff:\tall");
    QTest::newRow("new privileges of letters") << raw("NoNewPrivs:\tno");
    QTest::newRow("seccomp of letters") << raw("Seccomp:\toff");
    QTest::newRow("negative group") << raw("Groups:\t-1");
    QTest::newRow("group beyond 32 bits") << raw("Groups:\t4294967296");
    QTest::newRow("capabilities beyond 64 bits") << raw("CapEff:\t10000000000000000");
    QTest::newRow("neither old nor new privileges") << raw("NoNewPrivs:\t2");
    QTest::newRow("negative seccomp") << raw("Seccomp:\t-1");
    QTest::newRow("cut after its key") << raw("TracerPid:");
}

void PidStatusTest::anOddLineLosesItselfAlone()
{
    QFETCH(QByteArray, line);
    const auto key = line.left(line.indexOf(':') + 1);
    const QByteArrayList whole = wholeStatus().split('\n');
    const auto hasKey = [&](const QByteArray &one) { return one.startsWith(key); };
    const auto place = std::ranges::find_if(whole, hasKey) - whole.begin();
    QVERIFY(place < whole.size());
    auto odd = whole;
    odd[place] = line;
    auto missing = whole;
    missing.removeAt(place);

    const auto status = parsePidStatus(view(odd.join('\n')));
    QVERIFY2(status, why(status));
    QVERIFY(*status == parsePidStatus(view(missing.join('\n'))).value());
    QVERIFY(*status != parsePidStatus(view(whole.join('\n'))).value());
}

void PidStatusTest::whoItIsNeedsTheUsersAlone()
{
    const auto users = parsePidStatus("Uid:\t1\t2\t3\t4\n").value().credentials();
    QVERIFY2(users, why(users));
    QVERIFY(users->uid.effective == 2 && !users->gid);
    const auto groups = parsePidStatus("Gid:\t1\t2\t3\t4\n").value().credentials();
    QCOMPARE(kindOf(groups), raw("malformed"));
    QCOMPARE(bytes(groups.error().message), raw("status has no valid line Uid"));
}

void PidStatusTest::malformed()
{
    for (const auto *text : {"", "\n", "Name:\tcat\n", "no status at all"}) {
        const auto status = parsePidStatus(text);
        QCOMPARE(kindOf(status), raw("malformed"));
        QVERIFY2(bytes(status.error().message).startsWith("status: "), why(status));
    }
}

void PidStatusTest::isReadToItsEnd()
{
    // Groups, with up to 65 536 of them, stands before the lines on signals.
    Fixture fixture;
    fixture.write("status", view(ids + "Groups:\t" + QByteArray("1000000000 ").repeated(65536) +
                                 "\nNSpid:\t4123\nSigQ:\t7/8\n"));
    const auto status = readPidStatus(Directory::open(fixture.root()).value());
    QVERIFY2(status, why(status));
    QVERIFY(status->namespacePids == std::vector<Pid>{4123});
    QCOMPARE(status->queuedSignals, std::optional<std::uint64_t>(7));
}

static const forklore::TestClass<PidStatusTest> testClass(__FILE__);
#include "tst_pid_status.moc"
