// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <functional>

#include <QTest>

#include "core/history/machine_record.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

QByteArray text(const Series &series)
{
    QByteArrayList words;
    for (const auto &[at, value] : series.between(Moment::min(), Moment::max())) {
        const auto seconds = QByteArray::number(std::chrono::duration<double>(at).count(), 'g', 12);
        words.append(seconds + ':' +
                     (std::isnan(value) ? QByteArray("-") : QByteArray::number(value, 'g', 6)));
    }
    return words.join(' ');
}

/// A machine that goes on, a sample a second.
class Story {
public:
    Machine machine;
    MachineRecord record;

    void second()
    {
        m_now += 1s;
        Snapshot snapshot;
        snapshot.sinceBoot = m_now;
        snapshot.machine = machine;
        record.record(snapshot);
    }
    void secondUnasked()
    {
        m_now += 1s;
        Snapshot snapshot;
        snapshot.sinceBoot = m_now;
        record.record(snapshot);
    }
    [[nodiscard]] QByteArray past(Quantity quantity) const { return text(record.of(quantity)); }
    [[nodiscard]] QByteArray core(unsigned number) const
    {
        for (const auto &[known, series] : record.cores()) {
            if (known == number)
                return text(series);
        }
        return "none";
    }

private:
    Moment m_now{};
};

} // namespace

class MachineRecordTest : public QObject {
    Q_OBJECT

private slots:
    void sharesOfTheProcessors();
    void idleCountersMayShrinkALittle();
    void samplesCloserThanATick();
    void cores();
    void coreGoesOfflineAndComesBack();
    void memory();
    void throughput();
    void forksAndProcesses();
    void pressure();
    void countersSetBackAreAGap();
    void whatCannotBeReadTellsWhy();
    void processorThatCannotBeRead();
    void notAskedForIsNoGap();
    void interruption();
};

void MachineRecordTest::sharesOfTheProcessors()
{
    Story story;
    story.machine.processor->total = {1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000};
    story.second();
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray());
    story.machine.processor->total = {1010, 1015, 1002, 1050, 1005, 1001, 1002, 1015};
    story.second();
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("2:0.25"));
    QCOMPARE(story.past(Quantity::CpuSystem), QByteArray("2:0.05"));
    QCOMPARE(story.past(Quantity::CpuIoWait), QByteArray("2:0.05"));
    QCOMPARE(story.past(Quantity::CpuSteal), QByteArray("2:0.15"));
}

void MachineRecordTest::idleCountersMayShrinkALittle()
{
    Story story;
    story.machine.processor->total = {.user = 100, .idle = 100, .ioWait = 50};
    story.second();
    story.machine.processor->total = {.user = 125, .idle = 175, .ioWait = 47};
    story.second();
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("2:0.25"));
    QCOMPARE(story.past(Quantity::CpuIoWait), QByteArray("2:0"));
}

void MachineRecordTest::samplesCloserThanATick()
{
    Story story;
    story.machine.processor->total = {.user = 100, .idle = 100};
    story.second();
    story.second();
    story.machine.processor->total = {.user = 101, .idle = 103};
    story.second();
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("3:0.25"));
}

void MachineRecordTest::cores()
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

void MachineRecordTest::coreGoesOfflineAndComesBack()
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

void MachineRecordTest::memory()
{
    Story story;
    story.machine.memory =
        MemoryState{.total = 1000, .free = 200, .cache = 300, .swapTotal = 50, .swapFree = 20};
    story.second();
    QCOMPARE(story.past(Quantity::MemoryUsed), QByteArray("1:500"));
    QCOMPARE(story.past(Quantity::MemoryCache), QByteArray("1:300"));
    QCOMPARE(story.past(Quantity::MemoryFree), QByteArray("1:200"));
    QCOMPARE(story.past(Quantity::SwapUsed), QByteArray("1:30"));
}

void MachineRecordTest::throughput()
{
    Story story;
    story.machine.disks = Throughput{100, 1000};
    story.machine.network = Throughput{7, 70};
    story.second();
    story.machine.disks = Throughput{150, 1000};
    story.machine.network = Throughput{8, 80};
    story.second();
    QCOMPARE(story.past(Quantity::DiskRead), QByteArray("2:50"));
    QCOMPARE(story.past(Quantity::DiskWrite), QByteArray("2:0"));
    QCOMPARE(story.past(Quantity::NetworkIn), QByteArray("2:1"));
    QCOMPARE(story.past(Quantity::NetworkOut), QByteArray("2:10"));
}

void MachineRecordTest::forksAndProcesses()
{
    Story story;
    story.machine.processor->forks = 100;
    story.second();
    story.machine.processor->forks = 117;
    story.second();
    QCOMPARE(story.past(Quantity::Forks), QByteArray("2:17"));
    QCOMPARE(story.past(Quantity::Processes), QByteArray("1:0 2:0"));
}

void MachineRecordTest::pressure()
{
    Story story;
    story.machine.ioPressure = Pressure{100s};
    story.machine.memoryPressure = Pressure{1s};
    story.second();
    story.machine.ioPressure = Pressure{100s + 250ms};
    story.machine.memoryPressure = Pressure{2s + 5ms}; // its clock is another one
    story.second();
    QCOMPARE(story.past(Quantity::IoPressure), QByteArray("2:0.25"));
    QCOMPARE(story.past(Quantity::MemoryPressure), QByteArray("2:1"));
    QCOMPARE(story.past(Quantity::ProcessorPressure), QByteArray("2:0"));
}

void MachineRecordTest::countersSetBackAreAGap()
{
    Story story;
    const auto counters = [&](std::uint64_t value) {
        story.machine.disks = Throughput{value, value};
        story.machine.processor->total = {.user = value, .idle = value};
        story.machine.processor->cores = {{0, {.user = value, .idle = value}}};
        story.machine.processor->forks = value;
        story.machine.ioPressure = Pressure{std::chrono::milliseconds(value)};
        story.second();
    };
    counters(100);
    counters(200);
    counters(50); // a disk was pulled out; a virtual machine was restored
    counters(150);
    QCOMPARE(story.past(Quantity::DiskRead), QByteArray("2:100 2.001:- 4:100"));
    QCOMPARE(story.past(Quantity::Forks), QByteArray("2:100 2.001:- 4:100"));
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("2:0.5 2.001:- 4:0.5"));
    QCOMPARE(story.past(Quantity::IoPressure), QByteArray("2:0.1 2.001:- 4:0.1"));
    QCOMPARE(story.core(0), QByteArray("2:0.5 2.001:- 4:0.5"));
}

void MachineRecordTest::whatCannotBeReadTellsWhy()
{
    Story story;
    story.machine.ioPressure = failure(ErrorKind::Unsupported, "psi is off");
    story.machine.memory = failure(ErrorKind::Denied, "open meminfo");
    story.second();
    QCOMPARE(bytes(story.record.missing(Quantity::IoPressure)->message), raw("psi is off"));
    QCOMPARE(story.record.missing(Quantity::SwapUsed)->kind, ErrorKind::Denied);
    QVERIFY(!story.record.missing(Quantity::MemoryPressure));
    QVERIFY(!story.record.missing(Quantity::CpuUser));
    story.machine.ioPressure = Pressure{1s};
    story.second();
    QVERIFY(!story.record.missing(Quantity::IoPressure));
    story.machine.ioPressure = Pressure{1s + 100ms};
    story.second();
    story.machine.ioPressure = failure(ErrorKind::Unsupported, "psi is off");
    story.second();
    story.machine.ioPressure = Pressure{2s};
    story.second();
    story.machine.ioPressure = Pressure{2s};
    story.second();
    QCOMPARE(story.past(Quantity::IoPressure), QByteArray("3:0.1 3.001:- 6:0"));
}

void MachineRecordTest::processorThatCannotBeRead()
{
    Story story;
    const auto ticks = [&](std::uint64_t value) {
        story.machine.processor = ProcessorCounts();
        story.machine.processor->total = {.user = value, .idle = value};
        story.machine.processor->cores = {{0, story.machine.processor->total}};
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

void MachineRecordTest::notAskedForIsNoGap()
{
    Story story;
    story.machine.disks = Throughput{0, 0};
    story.second();
    story.secondUnasked();
    story.machine.disks = Throughput{100, 0};
    story.second();
    QCOMPARE(story.past(Quantity::DiskRead), QByteArray("3:50"));
    QCOMPARE(story.past(Quantity::Processes), QByteArray("1:0 3:0"));
}

void MachineRecordTest::interruption()
{
    Story story;
    for (const std::uint64_t read : {0, 10, 20}) {
        story.machine.disks = Throughput{read, 0};
        story.machine.processor->cores = {{0, {.user = read, .idle = read}}};
        story.second();
    }
    story.record.interrupt();
    for (const std::uint64_t read : {100, 107}) {
        story.machine.disks = Throughput{read, 0};
        story.machine.processor->cores = {{0, {.user = read, .idle = read}}};
        story.second();
    }
    QCOMPARE(story.past(Quantity::DiskRead), QByteArray("2:10 3:10 3.001:- 5:7"));
    QCOMPARE(story.past(Quantity::MemoryUsed), QByteArray("1:0 3:0 3.001:- 4:0 5:0"));
    QCOMPARE(story.core(0), QByteArray("2:0.5 3:0.5 3.001:- 5:0.5"));
}

QTEST_APPLESS_MAIN(MachineRecordTest)
#include "tst_machine_record.moc"
