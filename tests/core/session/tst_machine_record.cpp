// SPDX-License-Identifier: GPL-3.0-or-later
#include <functional>

#include <QTest>

#include "core/session/machine_record.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/series_text.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

/// A machine that goes on, a sample a second.
class Story {
public:
    Machine machine;
    MachineRecord record;
    Moment maxDistance = Moment::max();

    void second()
    {
        m_now += 1s;
        Snapshot snapshot;
        snapshot.sinceBoot = m_now;
        snapshot.machine = machine;
        record.record(snapshot, maxDistance);
    }
    void secondUnasked()
    {
        m_now += 1s;
        Snapshot snapshot;
        snapshot.sinceBoot = m_now;
        record.record(snapshot, maxDistance);
    }
    [[nodiscard]] QByteArray past(Quantity quantity) const { return textOf(record.of(quantity)); }
    [[nodiscard]] QByteArray core(unsigned number) const
    {
        for (const auto &[known, series] : record.cores()) {
            if (known == number)
                return textOf(series);
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
    void oneFigureMissing();
    void throughput();
    void devicesThatComeAndGo();
    void deviceThatCannotBeRead();
    void noDevices();
    void idleTimeThatJumps();
    void forksAndProcesses();
    void pressure();
    void countersSetBackAreAGap();
    void whatCannotBeReadTellsWhy();
    void processorThatCannotBeRead();
    void notAskedForIsNoGap();
    void notAskedForLongIsAGap();
    void interruption();
};

void MachineRecordTest::sharesOfTheProcessors()
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

void MachineRecordTest::idleCountersMayShrinkALittle()
{
    Story story;
    story.machine.processor->total = CpuTicks{.user = 100, .idle = 100, .ioWait = 50};
    story.second();
    story.machine.processor->total = CpuTicks{.user = 125, .idle = 175, .ioWait = 47};
    story.second();
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("2:0.25"));
    QCOMPARE(story.past(Quantity::CpuIoWait), QByteArray("2:0"));
}

void MachineRecordTest::samplesCloserThanATick()
{
    Story story;
    story.machine.processor->total = CpuTicks{.user = 100, .idle = 100};
    story.second();
    story.second();
    story.machine.processor->total = CpuTicks{.user = 101, .idle = 103};
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
    story.machine.memory = MemoryState{.total = 1000,
                                       .free = 200,
                                       .buffers = 50,
                                       .cached = 250,
                                       .shared = 30,
                                       .reclaimable = 30,
                                       .swapTotal = 50,
                                       .swapFree = 20};
    story.second();
    QCOMPARE(story.past(Quantity::MemoryUsed), QByteArray("1:500"));
    QCOMPARE(story.past(Quantity::MemoryCache), QByteArray("1:300"));
    QCOMPARE(story.past(Quantity::MemoryFree), QByteArray("1:200"));
    QCOMPARE(story.past(Quantity::SwapUsed), QByteArray("1:30"));
}

void MachineRecordTest::oneFigureMissing()
{
    Story story;
    story.machine.memory = MemoryState{.total = 1000,
                                       .free = 200,
                                       .shared = failure(ErrorKind::Malformed, "meminfo: Shmem"),
                                       .swapTotal = 50,
                                       .swapFree = 20};
    story.machine.processor->total = CpuTicks{.user = 100, .idle = 100};
    story.machine.processor->forks = failure(ErrorKind::Malformed, "stat: processes");
    story.second();
    story.machine.processor->total = CpuTicks{.user = 125, .idle = 175};
    story.second();
    QCOMPARE(story.past(Quantity::MemoryUsed), QByteArray());
    QCOMPARE(story.past(Quantity::MemoryCache), QByteArray());
    QCOMPARE(bytes(story.record.missing(Quantity::MemoryCache)->message), raw("meminfo: Shmem"));
    QCOMPARE(story.past(Quantity::MemoryFree), QByteArray("1:200 2:200"));
    QCOMPARE(story.past(Quantity::SwapUsed), QByteArray("1:30 2:30"));
    QCOMPARE(story.past(Quantity::Forks), QByteArray());
    QCOMPARE(bytes(story.record.missing(Quantity::Forks)->message), raw("stat: processes"));
    QCOMPARE(story.past(Quantity::CpuUser), QByteArray("2:0.25"));
    QCOMPARE(story.past(Quantity::CpuSteal), QByteArray()); // it is an old kernel
    QCOMPARE(story.record.missing(Quantity::CpuSteal)->kind, ErrorKind::Unsupported);
}

void MachineRecordTest::throughput()
{
    Story story;
    story.machine.disks = Devices{{"sda", Throughput{100, 1000}}};
    story.machine.interfaces = Devices{{"eth0", Throughput{7, 70}}};
    story.second();
    story.machine.disks = Devices{{"sda", Throughput{150, 1000}}};
    story.machine.interfaces = Devices{{"eth0", Throughput{8, 80}}};
    story.second();
    QCOMPARE(story.past(Quantity::DiskRead), QByteArray("2:50"));
    QCOMPARE(story.past(Quantity::DiskWrite), QByteArray("2:0"));
    QCOMPARE(story.past(Quantity::NetworkIn), QByteArray("2:1"));
    QCOMPARE(story.past(Quantity::NetworkOut), QByteArray("2:10"));
}

/// What has come begins with this sample, whatever it counted before; what has gone ends with the last.
void MachineRecordTest::devicesThatComeAndGo()
{
    Story story;
    const auto disks = [&](Devices devices) {
        story.machine.disks = std::move(devices);
        story.second();
    };
    const auto disk = [](const char *name, std::uint64_t read) {
        return DeviceCounts{name, Throughput{read, 0}};
    };
    disks({disk("sda", 100)});
    disks({disk("sda", 110)});
    disks({disk("nvme0n1", 9'000'000), disk("sda", 120)}); // it was read elsewhere
    disks({disk("nvme0n1", 9'000'003), disk("sda", 130)});
    disks({disk("sda", 140)});
    disks({disk("sda", 150), disk("nvme0n1", 5)});
    disks({disk("sda", 20), disk("nvme0n1", 6)}); // sda was another one
    disks({disk("sdb", 1)});
    disks({disk("sdb", 3)});
    QCOMPARE(story.past(Quantity::DiskRead), QByteArray("2:10 3:10 4:13 5:10 6:10 7:1 7.001:- 9:2"));
}

void MachineRecordTest::deviceThatCannotBeRead()
{
    Story story;
    for (const std::uint64_t read : {100, 110}) {
        story.machine.disks = Devices{{"sda", Throughput{read, 0}},
                                      {"sdb", failure(ErrorKind::Malformed, "no good line for sdb")}};
        story.second();
    }
    QCOMPARE(story.past(Quantity::DiskRead), QByteArray("2:10"));
    QCOMPARE(bytes(story.record.missing(Quantity::DiskRead)->message), raw("no good line for sdb"));
}

void MachineRecordTest::noDevices()
{
    Story story;
    story.second();
    story.second();
    QCOMPARE(story.past(Quantity::NetworkIn), QByteArray());
    QVERIFY(story.record.missing(Quantity::NetworkIn));
}

/// When a processor goes or comes, the kernel counts its idle time in another way: the total may jump.
void MachineRecordTest::idleTimeThatJumps()
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
        story.machine.disks = Devices{{"sda", Throughput{value, value}}};
        story.machine.processor->total = CpuTicks{.user = value, .idle = value};
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

void MachineRecordTest::notAskedForIsNoGap()
{
    Story story;
    story.machine.disks = Devices{{"sda", Throughput{0, 0}}};
    story.second();
    story.secondUnasked();
    story.machine.disks = Devices{{"sda", Throughput{100, 0}}};
    story.second();
    QCOMPARE(story.past(Quantity::DiskRead), QByteArray("3:50"));
    QCOMPARE(story.past(Quantity::Processes), QByteArray("1:0 3:0"));
}

/// However often the processes were counted meanwhile.
void MachineRecordTest::notAskedForLongIsAGap()
{
    Story story;
    story.maxDistance = 2s;
    story.machine.interfaces = Devices{{"eth0", Throughput{1000, 500}}};
    story.second();
    story.machine.interfaces = Devices{{"eth0", Throughput{2000, 600}}};
    story.second();
    for (int i = 0; i < 3; ++i)
        story.secondUnasked();
    story.machine.interfaces = Devices{{"eth0", Throughput{9000, 900}}};
    story.second();
    story.machine.interfaces = Devices{{"eth0", Throughput{9500, 950}}};
    story.second();
    QCOMPARE(story.past(Quantity::NetworkIn), raw("2:1000 2.001:- 7:500"));
    QCOMPARE(story.past(Quantity::Processes), raw("1:0 7:0"));
}

void MachineRecordTest::interruption()
{
    Story story;
    for (const std::uint64_t read : {0, 10, 20}) {
        story.machine.disks = Devices{{"sda", Throughput{read, 0}}};
        story.machine.processor->cores = {{0, {.user = read, .idle = read}}};
        story.second();
    }
    story.record.interrupt();
    for (const std::uint64_t read : {100, 107}) {
        story.machine.disks = Devices{{"sda", Throughput{read, 0}}};
        story.machine.processor->cores = {{0, {.user = read, .idle = read}}};
        story.second();
    }
    QCOMPARE(story.past(Quantity::DiskRead), QByteArray("2:10 3:10 3.001:- 5:7"));
    QCOMPARE(story.past(Quantity::MemoryUsed), QByteArray("1:0 3:0 3.001:- 4:0 5:0"));
    QCOMPARE(story.core(0), QByteArray("2:0.5 3:0.5 3.001:- 5:0.5"));
}

static const forklore::TestClass<MachineRecordTest> testClass(__FILE__);
#include "tst_machine_record.moc"
