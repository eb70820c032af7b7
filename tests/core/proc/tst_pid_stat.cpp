// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/proc/pid_stat.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

/// Every field has a number of its own, so that a field taken for its neighbour shows.
const QByteArray head = "4123 (cat) S 4 5 6 34819 8 9 10 11 12 13 14 15 16 17 18 -19 20 21 22 23 24";
const QByteArray middle = " 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44";
const QByteArray tail = " 45 46 47 48 49 50 51 52\n";

QByteArray statOf(const char *comm,
                  const char *rest = " S 4 5 6 0 -1 9 10 11 12 13 14 15 16 17 18 0 1 21 22 23 24\n")
{
    return "7 (" + QByteArray(comm) + ")" + rest;
}

QByteArray with(const char *from, const QByteArray &to)
{
    auto text = head + middle + tail;
    Q_ASSERT(text.contains(from));
    return text.replace(from, to);
}

} // namespace

Q_DECLARE_METATYPE(Stat)

class PidStatTest : public QObject {
    Q_OBJECT

private slots:
    void everyFieldHasItsPlace();
    void olderKernelsTellLess_data();
    void olderKernelsTellLess();
    void anOddFieldLosesItselfAlone_data();
    void anOddFieldLosesItselfAlone();
    void whatIsMissingIsNotZero();
    void comm_data();
    void comm();
    void foreignStateLettersAreKept();
    void extremes();
    void malformed_data();
    void malformed();
};

void PidStatTest::everyFieldHasItsPlace()
{
    const auto stat = parsePidStat(view(head + middle + tail));
    QVERIFY2(stat, why(stat));
    Stat expected;
    expected.pid = 4123;
    expected.comm = "cat";
    expected.state = State::Sleeping;
    expected.ppid = 4;
    expected.pgid = 5;
    expected.sid = 6;
    expected.ttyDevice = 34819;
    expected.ttyForegroundGroup = 8;
    expected.flags = 9;
    expected.minorFaults = 10;
    expected.majorFaults = 12;
    expected.userTicks = 14;
    expected.systemTicks = 15;
    expected.nice = -19;
    expected.threads = 20;
    expected.start = 22;
    expected.virtualBytes = 23;
    expected.residentPages = 24;
    expected.exitSignal = 38;
    expected.processor = 39;
    expected.realtimePriority = 40;
    expected.argumentsStart = 48;
    expected.argumentsEnd = 49;
    expected.exitCode = 52;
    QVERIFY(*stat == expected);
    QCOMPARE(stat->cpuTicks(), std::optional<std::uint64_t>(29));
    QVERIFY(stat->id() == (ProcessId{4123, 22}));
}

void PidStatTest::olderKernelsTellLess_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("exitSignal"); // 0: not told
    QTest::newRow("24 fields") << head + "\n" << 0;
    QTest::newRow("30 fields") << head + " 25 26 27 28 29 30\n" << 0;
    QTest::newRow("38 fields") << head + " 25 26 27 28 29 30 31 32 33 34 35 36 37 38\n" << 38;
    QTest::newRow("43 fields") << (head + middle).chopped(3) + "\n" << 38;
    QTest::newRow("44 fields, Linux 3.2") << head + middle + "\n" << 38;
    QTest::newRow("52 fields without a newline") << (head + middle + tail).trimmed() << 38;
    QTest::newRow("53 fields, of a kernel to come") << (head + middle + tail).trimmed() + " 53\n" << 38;
}

void PidStatTest::olderKernelsTellLess()
{
    QFETCH(QByteArray, text);
    const auto stat = parsePidStat(view(text));
    QVERIFY2(stat, why(stat));
    QCOMPARE(stat->residentPages, std::optional<std::uint64_t>(24));
    QCOMPARE(stat->exitSignal.has_value(), stat->exitSignal.value_or(0) != 0);
    QTEST(stat->exitSignal.value_or(0), "exitSignal");
    QCOMPARE(stat->exitCode.has_value(), text.contains(" 52"));
}

void PidStatTest::anOddFieldLosesItselfAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Stat>("without");
    const auto row = [](const char *what, const char *from, const QByteArray &to, auto field) {
        auto without = parsePidStat(view(head + middle + tail)).value();
        (without.*field).reset();
        QTest::newRow(what) << with(from, to) << without;
    };
    row("letters for a process group", " 4 5 6 ", " 4 five 6 ", &Stat::pgid);
    row("a session beyond 32 bits", " 5 6 ", " 5 4294967297 ", &Stat::sid);
    row("a terminal of letters", " 34819 ", " tty ", &Stat::ttyDevice);
    row("a foreground group of letters", " 34819 8 ", " 34819 x ", &Stat::ttyForegroundGroup);
    row("negative flags", " 8 9 ", " 8 -9 ", &Stat::flags);
    row("faults of letters", " 10 ", " x ", &Stat::minorFaults);
    row("fraction", " 14 ", " 14.0 ", &Stat::userTicks);
    row("plus sign", " 15 ", " +15 ", &Stat::systemTicks);
    row("nice that is none", " -19 ", " -2147483648 ", &Stat::nice);
    row("negative threads", " 20 21 ", " -1 21 ", &Stat::threads);
    row("size beyond 64 bits", " 23 ", " 18446744073709551616 ", &Stat::virtualBytes);
    row("hexadecimal", " 24 ", " 0x24 ", &Stat::residentPages);
    row("exit signal of letters", " 38 ", " x ", &Stat::exitSignal);
    row("NUL in a number", " 39 ", raw(" 3\0 "), &Stat::processor);
    row("priority of letters", " 40 ", " x ", &Stat::realtimePriority);
    row("argument area of letters", " 48 ", " x ", &Stat::argumentsStart);
    row("its end as well", " 49 ", " x ", &Stat::argumentsEnd);
    row("exit code of letters", " 52\n", " x\n", &Stat::exitCode);
}

void PidStatTest::anOddFieldLosesItselfAlone()
{
    QFETCH(QByteArray, text);
    QFETCH(Stat, without);
    const auto stat = parsePidStat(view(text));
    QVERIFY2(stat, why(stat));
    QVERIFY(*stat == without);
}

void PidStatTest::whatIsMissingIsNotZero()
{
    const auto stat = parsePidStat(view(with(" 20 21 ", " x 21 ").replace(" 34819 8 9 ", " x x x ")));
    QVERIFY2(stat, why(stat));
    QVERIFY(!stat->isKernelThread() && !stat->hasTerminal() && !stat->isInForeground());
    QVERIFY(!stat->leaderEnded() && stat->hasProgram());
    const auto threads = statField(stat->threads, "num_threads");
    QCOMPARE(kindOf(threads), raw("malformed"));
    QVERIFY2(threads.error().message.find("num_threads") != std::string::npos, why(threads));
}

void PidStatTest::comm_data()
{
    QTest::addColumn<QByteArray>("comm");
    QTest::newRow("empty") << raw("");
    QTest::newRow("blank") << raw(" ");
    QTest::newRow("parentheses") << raw("a) R (b");
    QTest::newRow("a whole line's end") << raw(") S 1 1 1");
    QTest::newRow("only closing") << raw("))))");
    QTest::newRow("newline") << raw("new\nline");
    QTest::newRow("newline and parenthesis") << raw("x) Z\n(");
    QTest::newRow("bytes") << raw("\xff\xfe\t\\");
    QTest::newRow("long kernel worker") << QByteArray(63, 'k');
}

void PidStatTest::comm()
{
    QFETCH(QByteArray, comm);
    const auto stat = parsePidStat(view(statOf(comm)));
    QVERIFY2(stat, why(stat));
    QCOMPARE(bytes(stat->comm), comm);
    QCOMPARE(stat->state, State::Sleeping);
    QCOMPARE(stat->ppid, 4);
}

void PidStatTest::foreignStateLettersAreKept()
{
    const auto stat = parsePidStat(view(with(" S ", " K ")));
    QVERIFY2(stat, why(stat));
    QCOMPARE(static_cast<char>(stat->state), 'K');
    QCOMPARE(text(stat->state), std::string_view("unknown"));
}

void PidStatTest::extremes()
{
    auto line = with(" 34819 8 ", " -2147483648 -1 ");
    line.replace(" 22 23 24 ", " 18446744073709551614 18446744073709551615 18446744073709551615 ");
    const auto stat = parsePidStat(view(line));
    QVERIFY2(stat, why(stat));
    QVERIFY(stat->ttyDevice == 0x8000'0000u);    // the kernel prints the device as a signed number
    QVERIFY(stat->ttyForegroundGroup == Pid(0)); // and -1 for no group
    QCOMPARE(stat->start, 18446744073709551614u);
    QVERIFY(stat->virtualBytes == 18446744073709551615u);
}

void PidStatTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("newline") << raw("\n");
    QTest::newRow("no parentheses") << raw("7 cat S 1 1 1");
    QTest::newRow("no closing parenthesis") << raw("7 (cat S 1 1 1");
    QTest::newRow("parentheses the wrong way round") << raw("7 )cat( S 1 1 1");
    QTest::newRow("nothing after the name") << raw("7 (cat)");
    QTest::newRow("ends with the state") << raw("7 (cat) S");
    QTest::newRow("state of two letters") << with(" S ", " SS ");
    QTest::newRow("no pid") << raw("(cat) S 4 5 6 0 -1 9 10 11 12 13 14 15 16 17 18 0 1 21 22 23 24\n");
    QTest::newRow("pid 0") << with("4123 ", "0 ");
    QTest::newRow("negative pid") << with("4123 ", "-4123 ");
    QTest::newRow("pid beyond 32 bits") << with("4123 ", "4294967297 ");
    QTest::newRow("pid of letters") << with("4123 ", "self ");
    QTest::newRow("no blank before the name") << with("4123 (", "4123(");
    QTest::newRow("ends before the start") << head.left(head.indexOf(" 22 "));
    QTest::newRow("letters for the parent") << with(" 4 5 6 ", " four 5 6 ");
    QTest::newRow("a parent below 0") << with(" 4 5 6 ", " -4 5 6 ");
    QTest::newRow("hexadecimal") << with(" 22 ", " 0x16 ");
    QTest::newRow("plus sign") << with(" 22 ", " +22 ");
    QTest::newRow("negative start") << with(" 22 ", " -22 ");
    QTest::newRow("start beyond 64 bits") << with(" 22 ", " 18446744073709551616 ");
    QTest::newRow("fraction") << with(" 22 ", " 22.0 ");
    QTest::newRow("NUL in a number") << with(" 22 ", raw(" 2\0 "));
}

void PidStatTest::malformed()
{
    QFETCH(QByteArray, text);
    const auto stat = parsePidStat(view(text));
    QCOMPARE(kindOf(stat), raw("malformed"));
    QVERIFY2(bytes(stat.error().message).startsWith("stat: "), why(stat));
}

static const forklore::TestClass<PidStatTest> testClass(__FILE__);
#include "tst_pid_stat.moc"
