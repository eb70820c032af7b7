// SPDX-License-Identifier: GPL-3.0-or-later
//
// The processors of the machine over time: their shares, and cores that go offline.
#include <QTest>

#include "tests/core/session/machine_story.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::machine_story;
using namespace std::chrono_literals;

class MachineProcessorsTest : public QObject {
    Q_OBJECT

private slots:
    void sharesOfTheProcessors();
    void idleCountersMayShrinkALittle();
    void samplesCloserThanATick();
    void cores();
    void coreGoesOfflineAndComesBack();
    void idleTimeThatJumps();
    void forksAndProcesses();
    void processorThatCannotBeRead();
};

void MachineProcessorsTest::sharesOfTheProcessors()
{
    Story story;
    story.machine.processor->total = CpuTicks{1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000};
    story.second();
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray());
    story.machine.processor->total = CpuTicks{1010, 1015, 1002, 1050, 1005, 1001, 1002, 1015};
    story.second();
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("2:0.25"));
    QCOMPARE(story.past(Quantity::CpuSystem), QByteArray("2:0.05"));
    QCOMPARE(story.past(Quantity::CpuIoWait), QByteArray("2:0.05"));
    QCOMPARE(story.past(Quantity::CpuSteal), QByteArray("2:0.15"));
}

void MachineProcessorsTest::idleCountersMayShrinkALittle()
{
    Story story;
    story.machine.processor->total = CpuTicks{.user = 100, .idle = 100, .ioWait = 50};
    story.second();
    story.machine.processor->total = CpuTicks{.user = 125, .idle = 175, .ioWait = 47};
    story.second();
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("2:0.25"));
    QCOMPARE(story.past(Quantity::CpuIoWait), QByteArray("2:0"));
}

void MachineProcessorsTest::samplesCloserThanATick()
{
    Story story;
    story.machine.processor->total = CpuTicks{.user = 100, .idle = 100};
    story.second();
    story.second();
    story.machine.processor->total = CpuTicks{.user = 101, .idle = 103};
    story.second();
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("3:0.25"));
}

void MachineProcessorsTest::cores()
{
    Story story;
    story.machine.processor->cores = {{0, {.user = 10, .idle = 10}}, {3, {.idle = 10}}};
    story.second();
    QCOMPARE(story.record.cores().size(), 2u);
    story.machine.processor->cores = {{0, {.user = 14, .system = 1, .idle = 15}}, {3, {.idle = 20}}};
    story.second();
    QCOMPARE(story.core(0), QByteArray("2:0.5"));
    QCOMPARE(story.core(3), QByteArray("2:0"));
}

void MachineProcessorsTest::coreGoesOfflineAndComesBack()
{
    Story story;
    const CpuTicks halfBusy{.user = 10, .idle = 10};
    const auto cores = [&](std::uint64_t ticks, bool second) {
        auto &list = story.machine.processor->cores;
        list = {{0, {.user = ticks, .idle = ticks}}};
        if (second)
            list.push_back({1, {.user = ticks, .idle = ticks}});
        story.second();
    };
    cores(10, true);
    cores(20, true);
    cores(30, false);
    cores(40, true);
    cores(50, true);
    QCOMPARE(story.core(0), QByteArray("2:0.5 5:0.5"));
    QCOMPARE(story.core(1), QByteArray("2:0.5 2.001:- 5:0.5"));
    Story other; // one that was offline at first stands in its place
    other.machine.processor->cores = {{2, halfBusy}};
    other.second();
    other.machine.processor->cores = {{0, halfBusy}, {2, halfBusy}};
    other.second();
    QCOMPARE(other.record.cores().at(0).first, 0u);
    QCOMPARE(other.record.cores().at(1).first, 2u);
}

/// When a processor goes or comes, the kernel counts its idle time in another way: the total may jump.
void MachineProcessorsTest::idleTimeThatJumps()
{
    Story story;
    const auto second = [&](std::uint64_t ticks, std::uint64_t idle, bool isOnline) {
        auto &cores = story.machine.processor->cores;
        cores = {{0, {.user = ticks, .idle = ticks}}};
        if (isOnline)
            cores.push_back({1, {.user = ticks, .idle = idle}});
        story.machine.processor->total = CpuTicks{.user = 2 * ticks, .idle = ticks + idle};
        story.second();
    };
    second(100, 100, true);
    second(200, 200, true);
    second(300, 100'000, false);
    second(400, 100'000, true);
    second(500, 100'100, true);
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("2:0.5 5:0.5"));
}

void MachineProcessorsTest::forksAndProcesses()
{
    Story story;
    story.machine.processor->forks = 100;
    story.second();
    story.machine.processor->forks = 117;
    story.second();
    QCOMPARE(story.past(Quantity::Forks), QByteArray("2:17"));
    QCOMPARE(story.past(Quantity::Processes), QByteArray("1:0 2:0"));
}

void MachineProcessorsTest::processorThatCannotBeRead()
{
    Story story;
    const auto ticks = [&](std::uint64_t value) {
        story.machine.processor = ProcessorCounts();
        story.machine.processor->total = CpuTicks{.user = value, .idle = value};
        story.machine.processor->cores = {{0, *story.machine.processor->total}};
        story.second();
    };
    ticks(10);
    ticks(20);
    story.machine.processor = failure(ErrorKind::Gone, "open stat");
    story.second();
    for (const auto quantity :
         {Quantity::CpuUser, Quantity::CpuSystem, Quantity::CpuIoWait, Quantity::CpuSteal, Quantity::Forks})
        QVERIFY(story.record.missing(quantity));
    ticks(40);
    ticks(50);
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("2:0.5 2.001:- 5:0.5"));
    QCOMPARE(story.core(0), QByteArray("2:0.5 2.001:- 5:0.5"));
}

static const forklore::TestClass<MachineProcessorsTest> testClass(__FILE__);
#include "tst_machine_processors.moc"
