// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/rates.h"
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

std::optional<double> shareOf(std::uint64_t before, std::uint64_t now, std::chrono::nanoseconds elapsed)
{
    return cpuShare(withTicks(processOf(5, 1), before), withTicks(processOf(5, 1), now), elapsed,
                    SystemInfo()); // 100 ticks a second
}

} // namespace

class CpuSharesTest : public QObject {
    Q_OBJECT

private slots:
    void overTheTimeBetween();
    void noTimeNoShare();
    void ticksThatShrinkAreNoTime();
    void ticksNotTold();
};

void CpuSharesTest::overTheTimeBetween()
{
    QCOMPARE(shareOf(50, 150, 2s), std::optional(0.5));
    QCOMPARE(shareOf(50, 150, 25s), std::optional(0.04));
}

void CpuSharesTest::noTimeNoShare()
{
    QVERIFY(!shareOf(50, 150, 0s));
    QVERIFY(!shareOf(50, 150, -1s)); // the machine was suspended between the two
}

void CpuSharesTest::ticksThatShrinkAreNoTime()
{
    QCOMPARE(shareOf(150, 149, 1s), std::optional(0.0));
}

void CpuSharesTest::ticksNotTold()
{
    auto odd = processOf(5, 1);
    odd.stat->systemTicks.reset();
    QVERIFY(!cpuShare(odd, processOf(5, 1), 2s, {}));
    QVERIFY(!cpuShare(processOf(5, 1), odd, 2s, {}));
    QVERIFY(!cpuShare(unreadable(5), processOf(5, 1), 2s, {}));
}

static const forklore::TestClass<CpuSharesTest> testClass(__FILE__);
#include "tst_rates.moc"
