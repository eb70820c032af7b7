// SPDX-License-Identifier: GPL-3.0-or-later
//
// The memory, the devices and the pressure of the machine over time, and gaps where nothing was measured.
#include <QTest>

#include "tests/core/session/machine_story.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::machine_story;
using namespace std::chrono_literals;

class MachineRecordTest : public QObject {
    Q_OBJECT

private slots:
    void memory();
    void oneFigureMissing();
    void throughput();
    void devicesThatComeAndGo();
    void deviceThatCannotBeRead();
    void noDevices();
    void pressure();
    void countersSetBackAreAGap();
    void whatCannotBeReadTellsWhy();
    void notAskedForIsNoGap();
    void notAskedForLongIsAGap();
    void interruption();
};

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
