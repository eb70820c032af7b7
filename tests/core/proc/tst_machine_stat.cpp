// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/machine/machine_stat.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class MachineStatTest : public QObject {
    Q_OBJECT

private slots:
    void allColumns();
    void fewerColumns_data();
    void fewerColumns();
    void coresThatAreOnline();
    void malformed_data();
    void malformed();
};

void MachineStatTest::allColumns()
{
    const auto counts = parseMachineStat("cpu  1 2 3 4 5 6 7 8 9 10\n"
                                         "cpu0 11 12 13 14 15 16 17 18 19 20\n"
                                         "intr 99 0 0\n"
                                         "ctxt 1234567890123\n"
                                         "btime 1700000000\n"
                                         "processes 4321\n"
                                         "procs_running 2\n"
                                         "softirq 9 8 7\n");
    QVERIFY(counts.total == (CpuTicks{1, 2, 3, 4, 5, 6, 7, 8}));
    QCOMPARE(counts.cores.size(), 1u);
    QVERIFY(counts.cores.at(0).second == (CpuTicks{11, 12, 13, 14, 15, 16, 17, 18}));
    QCOMPARE(counts.forks.value(), 4321u);
}

void MachineStatTest::fewerColumns_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<quint64>("ioWait"); // 0: not counted
    QTest::addColumn<quint64>("steal");
    QTest::newRow("2.4") << raw("cpu  1 2 3 4") << quint64(0) << quint64(0);
    QTest::newRow("2.6.0") << raw("cpu  1 2 3 4 5 6 7") << quint64(5) << quint64(0);
    QTest::newRow("2.6.11") << raw("cpu  1 2 3 4 5 6 7 8") << quint64(5) << quint64(8);
    QTest::newRow("with guests") << raw("cpu  1 2 3 4 5 6 7 8 9") << quint64(5) << quint64(8);
    QTest::newRow("of the future") << raw("cpu  1 2 3 4 5 6 7 8 9 10 what") << quint64(5) << quint64(8);
}

void MachineStatTest::fewerColumns()
{
    QFETCH(QByteArray, line);
    QFETCH(quint64, ioWait);
    QFETCH(quint64, steal);
    const auto counts = parseMachineStat(view(line + "\nprocesses 1\n"));
    QCOMPARE(counts.total->idle, 4u);
    const auto optional = [](quint64 ticks) { return ticks > 0 ? std::optional(ticks) : std::nullopt; };
    QVERIFY(counts.total->ioWait == optional(ioWait));
    QVERIFY(counts.total->steal == optional(steal));
}

void MachineStatTest::coresThatAreOnline()
{
    const auto counts = parseMachineStat("cpu 1 1 1 1\ncpu0 1 1 1 1\ncpu2 1 1 1 1\ncpu1000 1 1 1 1\n"
                                         "processes 1\n");
    QCOMPARE(counts.cores.size(), 3u);
    QCOMPARE(counts.cores[1].first, 2u);
    QCOMPARE(counts.cores[2].first, 1000u);
}

void MachineStatTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("lost"); // of: total, core, forks
    const auto good = raw("cpu0 1 1 1 1\nprocesses 1\n");
    QTest::newRow("empty") << raw("") << raw("total core forks");
    QTest::newRow("no total") << good << raw("total");
    QTest::newRow("no forks") << raw("cpu 1 1 1 1\ncpu0 1 1 1 1\n") << raw("forks");
    QTest::newRow("three columns") << raw("cpu 1 1 1\n") + good << raw("total");
    QTest::newRow("letters") << raw("cpu 1 1 1 x\n") + good << raw("total");
    QTest::newRow("letters further on") << raw("cpu 1 1 1 1 x\n") + good << raw("total");
    QTest::newRow("negative") << raw("cpu 1 1 1 -1\n") + good << raw("total");
    QTest::newRow("too large") << raw("cpu 1 1 1 99999999999999999999\n") + good << raw("total");
    QTest::newRow("core without columns") << raw("cpu 1 1 1 1\ncpu0\nprocesses 1\n") << raw("core");
    QTest::newRow("core without a number") << raw("cpu 1 1 1 1\ncpux 1 1 1 1\nprocesses 1\n") << raw("core");
    QTest::newRow("forks no number") << raw("cpu 1 1 1 1\ncpu0 1 1 1 1\nprocesses many\n") << raw("forks");
}

/// A line loses its figure and no other.
void MachineStatTest::malformed()
{
    QFETCH(QByteArray, text);
    const auto counts = parseMachineStat(view(text));
    QByteArrayList lost;
    if (kindOf(counts.total) == "malformed")
        lost += "total";
    if (counts.cores.empty())
        lost += "core";
    if (kindOf(counts.forks) == "malformed")
        lost += "forks";
    QTEST(lost.join(' '), "lost");
}

static const forklore::TestClass<MachineStatTest> testClass(__FILE__);
#include "tst_machine_stat.moc"
