// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/cpu_shares.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

Process withTicks(Process process, std::uint64_t ticks)
{
    process.stat->userTicks = ticks;
    return process;
}

Snapshot sampleAt(std::chrono::nanoseconds at, std::uint64_t ticks)
{
    auto snapshot = snapshotOf({withTicks(processOf(5, 1), ticks), withTicks(processOf(7, 1), ticks)});
    snapshot.sinceBoot = at;
    return snapshot;
}

std::optional<double> shareOf(Snapshot snapshot, const Snapshot &previous, std::size_t position)
{
    addCpuShares(snapshot, previous, SystemInfo()); // 100 ticks a second
    return snapshot.processes.at(position).cpuShare;
}

} // namespace

class CpuSharesTest : public QObject {
    Q_OBJECT

private slots:
    void overTheTimeBetween();
    void heldUpInTheMidst();
    void asleepIsNoTime();
    void noTimeNoShare();
    void ticksNotTold();
};

void CpuSharesTest::overTheTimeBetween()
{
    QCOMPARE(shareOf(sampleAt(12s, 150), sampleAt(10s, 50), 0), std::optional(0.5));
    QCOMPARE(shareOf(sampleAt(35s, 150), sampleAt(10s, 50), 0),
             std::optional(0.04)); // 25 s, 1 s of them busy
    QVERIFY(!shareOf(sampleAt(12s, 150), snapshotOf({}), 0));
}

/// A read that blocks, or SIGSTOP, between two processes: each has a time of its own.
void CpuSharesTest::heldUpInTheMidst()
{
    auto before = sampleAt(10s, 100);
    before.readAt = {10s, 10s};
    auto held = sampleAt(11s, 125);
    held.readAt = {11s, 36s};
    auto after = sampleAt(37s, 151);
    after.readAt = {37s, 37s};
    QCOMPARE(shareOf(held, before, 0), std::optional(0.25));
    QCOMPARE(shareOf(held, before, 1), std::optional(0.25 / 26));
    QCOMPARE(shareOf(after, held, 0), std::optional(0.26 / 26));
    QCOMPARE(shareOf(after, held, 1), std::optional(0.26));
}

void CpuSharesTest::asleepIsNoTime()
{
    auto after = sampleAt(3610s, 150);
    after.asleep = 3598s;
    QCOMPARE(shareOf(after, sampleAt(10s, 50), 0), std::optional(0.5));
}

void CpuSharesTest::noTimeNoShare()
{
    QVERIFY(!shareOf(sampleAt(10s, 50), sampleAt(10s, 50), 0));
    auto before = sampleAt(10s, 100);
    before.readAt = {10s, 4000s}; // the machine was suspended between the two
    auto after = sampleAt(4001s, 101);
    after.asleep = 3990s;
    QVERIFY(!shareOf(after, before, 1));
}

void CpuSharesTest::ticksNotTold()
{
    auto odd = sampleAt(12s, 150);
    odd.processes[0].stat->systemTicks.reset();
    QVERIFY(!shareOf(odd, sampleAt(10s, 50), 0));
    QVERIFY(!shareOf(sampleAt(14s, 250), odd, 0));
    QCOMPARE(shareOf(odd, sampleAt(10s, 50), 1), std::optional(0.5));
}

static const forklore::TestClass<CpuSharesTest> testClass(__FILE__);
#include "tst_cpu_shares.moc"
