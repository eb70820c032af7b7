// SPDX-License-Identifier: GPL-3.0-or-later
//
// The facts of a sample that cost a further system call: what they are, and what is said where they cannot be
// read.
#include <string>

#include <QTest>

#include "tests/core/host/sixteen_processes.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::sixteen_processes;

class SampleValuesTest : public QObject {
    Q_OBJECT

private slots:
    void switchesOfThreads();
    void limits_data();
    void limits();
    void environment();
    void environmentOfThoseWithout();
    void missingFilesAreErrors();
    void theMachine();
    void theMachineInPieces();
};

void SampleValuesTest::switchesOfThreads()
{
    Proc proc;
    proc.write(107, "stat", Proc::statOf(107, 'S', 2, 0));
    proc.write(107, "task/107/status", Proc::statusOf(107, 8));
    proc.write(107, "task/207/status", Proc::statusOf(207, 30));
    for (int turn = 0; turn < turns; ++turn) {
        proc.sample({.inTurn = {.contextSwitches = true}});
        QVERIFY(!proc.process(107).contextSwitches); // the leader alone would be too few
    }
    proc.sample({.ofAll = {.contextSwitches = true}});
    QVERIFY(proc.process(107).contextSwitches->value() == 42);
    QVERIFY(proc.process(108).contextSwitches);
    proc.sample({.watched = idOf(107)});
    QVERIFY(proc.process(107).contextSwitches->value() == 42);
}

void SampleValuesTest::limits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("limit");
    QTest::newRow("number") << QByteArray::fromStdString(Proc::limitsOf("20000")) << raw("20000");
    QTest::newRow("unlimited") << QByteArray::fromStdString(Proc::limitsOf("unlimited")) << raw("unlimited");
    QTest::newRow("letters") << QByteArray::fromStdString(Proc::limitsOf("many")) << raw("malformed");
    QTest::newRow("empty") << raw("") << raw("malformed");
    QTest::newRow("long") << QByteArray(5000, ' ') + '\n' + QByteArray::fromStdString(Proc::limitsOf("7"))
                          << raw("7");
}

void SampleValuesTest::limits()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, limit);
    Proc proc;
    proc.write(107, "limits", text.toStdString());
    proc.sample({.watched = idOf(107)});
    const auto &found = *proc.process(107).descriptorLimit;
    QCOMPARE(!found   ? kindOf(found)
             : *found ? QByteArray::number(static_cast<qulonglong>(**found))
                      : raw("unlimited"),
             limit);
}

void SampleValuesTest::environment()
{
    Proc proc;
    const std::string value(10'000, 'x');
    proc.write(107, "environ", "LONG=" + value + std::string(1, '\0'));
    proc.sample({.ofView = {.environment = true}, .view = {107}});
    QVERIFY(proc.process(107).environment->value() == (Environment{{"LONG", value}}));
    QVERIFY(!proc.process(108).environment);
}

void SampleValuesTest::environmentOfThoseWithout()
{
    Proc proc;
    proc.write(101, "stat", Proc::statOf(101, 'S', 1, 0x0020'0000));
    proc.write(102, "stat", Proc::statOf(102, 'Z', 1, 0));
    proc.write(103, "stat", Proc::statOf(103, 'Z', 2, 0)); // its leader alone has ended
    proc.write(103, "environ", "");
    proc.write(103, "task/103/environ", "");
    proc.write(103, "task/203/environ", raw("A=b\0").toStdString());
    proc.write(104, "environ", ""); // it was started with none
    proc.sample({.ofAll = {.environment = true}});
    QCOMPARE(kindOf(*proc.process(101).environment), raw("unsupported"));
    QCOMPARE(kindOf(*proc.process(102).environment), raw("gone"));
    QVERIFY(proc.process(103).environment->value() == (Environment{{"A", "b"}}));
    QVERIFY(proc.process(104).environment->value().empty());
}

void SampleValuesTest::missingFilesAreErrors()
{
    Proc proc;
    for (const auto *name : {"io", "limits", "environ", "fd"})
        proc.fixture.remove(Proc::path(107, name));
    proc.write(108, "io", "rchar: 1\n");
    const FactNeeds facts{.descriptorCount = true, .io = true, .descriptorLimit = true, .environment = true};
    proc.sample({.ofAll = facts});
    const auto &process = proc.process(107);
    QCOMPARE(kindOf(*process.io), raw("unsupported"));
    QCOMPARE(kindOf(*process.descriptorLimit), raw("unsupported"));
    QCOMPARE(kindOf(*process.environment), raw("unsupported"));
    QCOMPARE(kindOf(*process.descriptorCount), raw("unsupported"));
    QVERIFY(process.descriptorsCounted); // it was tried
    QVERIFY(process.credentials && process.commandLine);
    const auto &partial = *proc.process(108).io;
    QVERIFY2(partial, why(partial));
    QVERIFY(*partial == IoCounters{.readCharacters = 1});
}

void SampleValuesTest::theMachine()
{
    Proc proc;
    proc.fixture.write("stat", "cpu 1 2 3 4\ncpu0 1 2 3 4\nbtime 1700000000\nprocesses 6\n");
    proc.fixture.write("meminfo", "MemTotal: 9 kB\nMemFree: 4 kB\nBuffers: 1 kB\nCached: 2 kB\n"
                                  "Shmem: 1 kB\n");
    proc.fixture.write("swaps", "Filename Type Size Used Priority\n/dev/zram0 partition 9 3 100\n");
    proc.fixture.write("spl/kstat/zfs/arcstats", "size 4 0\nc_min 4 0\n");
    proc.fixture.write("diskstats", "8 0 sda 1 1 2 1 1 1 3 1 0 1 1\n");
    proc.fixture.write("net/dev",
                       "Inter-| Receive | Transmit\n face |bytes |bytes\n eth0: 1 2 3 4 5 6 7 8 9\n");
    for (const auto *name : {"pressure/cpu", "pressure/memory", "pressure/io"})
        proc.fixture.write(name, "some avg10=0.00 total=5\nfull avg10=0.00 total=3\n");
    const auto machine = proc.sample({.machine = true}).machine.value();
    QCOMPARE(machine.processor->total->idle, 4u);
    QCOMPARE(machine.processor->forks.value(), 6u);
    QCOMPARE(machine.memory->used().value(), 3072u);
    QCOMPARE(machine.memory->zramSwap.value(), 3072u);
    QVERIFY(machine.memory->zfs.value() == ZfsCache());
    QVERIFY(machine.disks == (Devices{{"sda", Throughput{1024, 1536}}}));
    QVERIFY(machine.interfaces == (Devices{{"eth0", Throughput{1, 9}}}));
    for (const auto &pressure : {machine.processorPressure, machine.memoryPressure, machine.ioPressure})
        QVERIFY(pressure == (Pressure{std::chrono::microseconds(5)}));
}

void SampleValuesTest::theMachineInPieces()
{
    Proc proc;
    proc.fixture.write("meminfo", "MemTotal: 9 kB\nMemFree: 4 kB\nBuffers: 1 kB\nCached: 2 kB\n");
    proc.fixture.write("diskstats", "8 0 sda none\n");
    const auto machine = proc.sample({.machine = true}).machine.value();
    QCOMPARE(kindOf(machine.processor), raw("unsupported"));
    QCOMPARE(machine.memory->free.value(), 4096u);
    QCOMPARE(kindOf(machine.memory->used()), raw("unsupported")); // how much of Cached is shared memory?
    QCOMPARE(kindOf(machine.memory->zramSwap), raw("unsupported"));
    QVERIFY(!machine.memory->zfs.value());
    QCOMPARE(kindOf(machine.disks->at(0).bytes), raw("malformed"));
    QCOMPARE(kindOf(machine.interfaces), raw("unsupported"));
    QCOMPARE(kindOf(machine.ioPressure), raw("unsupported"));
}

static const forklore::TestClass<SampleValuesTest> testClass(__FILE__);
#include "tst_sample_values.moc"
