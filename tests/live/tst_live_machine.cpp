// SPDX-License-Identifier: GPL-3.0-or-later
//
// The machine's counters and a process's, beside sysfs, free(1) and vmstat(8). Counters only grow, so ours
// must lie between what a witness says before and after; nothing here depends on how busy the machine is.
#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <unistd.h>

#include "core/host/linux/machine/machine_counters.h"
#include "core/session/history.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

/// The number before a label that vmstat -s prints.
Result<quint64> vmstat(const char *label)
{
    return witness::run(QStringLiteral("vmstat"), {QStringLiteral("-s")}, "procps")
        .map([&](const QByteArray &text) {
            for (const auto &line : text.split('\n')) {
                if (line.trimmed().endsWith(label))
                    return line.trimmed().split(' ').first().toULongLong();
            }
            return 0ull;
        });
}

/// Of the hardware; in a container, of all but the loopback.
Throughput interfaces()
{
    Throughput hardware;
    Throughput all;
    bool hasHardware = false;
    const auto names = QDir(QStringLiteral("/sys/class/net")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const auto &name : names) {
        const auto directory = "/sys/class/net/" + name.toLocal8Bit();
        if (name == QLatin1String("lo"))
            continue;
        const auto in = witness::file(directory + "/statistics/rx_bytes").trimmed().toULongLong();
        const auto out = witness::file(directory + "/statistics/tx_bytes").trimmed().toULongLong();
        const bool isHardware = QFileInfo::exists(QString::fromLocal8Bit(directory + "/device"));
        hasHardware = hasHardware || isHardware;
        for (auto *sum : {&hardware, &all}) {
            if (sum == &hardware && !isHardware)
                continue;
            sum->in += in;
            sum->out += out;
        }
    }
    return hasHardware ? hardware : all;
}

Throughput sumOf(const Devices &devices)
{
    Throughput sum;
    for (const auto &device : devices) {
        sum.in += device.bytes ? device.bytes->in : 0;
        sum.out += device.bytes ? device.bytes->out : 0;
    }
    return sum;
}

/// Of the disks that sysfs calls neither virtual nor hidden.
Throughput disks()
{
    constexpr int readSectors = 2;
    constexpr int writtenSectors = 6;
    Throughput sum;
    for (const auto &disk :
         QDir(QStringLiteral("/sys/block")).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (disk.canonicalFilePath().contains(QLatin1String("/virtual/block/")) ||
            witness::file(disk.filePath().toLocal8Bit() + "/hidden").trimmed() == "1")
            continue;
        const auto numbers = witness::file(disk.filePath().toLocal8Bit() + "/stat").simplified().split(' ');
        sum.in += numbers.value(readSectors).toULongLong() * 512;
        sum.out += numbers.value(writtenSectors).toULongLong() * 512;
    }
    return sum;
}

Machine machineNow()
{
    return MachineCounters(true).read(*Directory::open("/proc"));
}

} // namespace

class LiveMachine : public QObject {
    Q_OBJECT

private slots:
    void forks();
    void processors();
    void memory();
    void network();
    void wholeDisks();
    void pressure();
    void ioOfAProcess();
    void factsOfTheWatchedOne();
};

void LiveMachine::forks()
{
    const auto forksBefore = vmstat("forks");
    const auto machine = machineNow();
    const auto forksAfter = vmstat("forks");
    QVERIFY2(forksBefore && forksAfter, why(forksBefore));
    QVERIFY2(machine.processor, why(machine.processor));
    QVERIFY2(machine.processor->forks, why(machine.processor->forks));
    QVERIFY(*machine.processor->forks >= *forksBefore &&
            *machine.processor->forks < *forksAfter); // it was a fork itself
}

void LiveMachine::processors()
{
    const auto before = machineNow().processor;
    const auto after = machineNow().processor;
    QVERIFY2(before && after, why(before));
    QCOMPARE(after->cores.size(), static_cast<std::size_t>(sysconf(_SC_NPROCESSORS_ONLN)));
    QVERIFY2(before->total && after->total, why(after->total));
    QVERIFY(after->total->user >= before->total->user && after->total->system >= before->total->system);
    // Each line is made of the same counters; between two of them some time may pass.
    std::uint64_t user = 0;
    for (const auto &[number, ticks] : after->cores)
        user += ticks.user;
    QVERIFY(user <= after->total->user + 1000 * after->cores.size());
}

void LiveMachine::memory()
{
    const auto text = witness::run(QStringLiteral("free"), {QStringLiteral("-b")}, "procps");
    QVERIFY2(text, why(text));
    const auto machine = machineNow();
    QVERIFY2(machine.memory, why(machine.memory));
    const auto lines = text->split('\n');
    const auto words =
        lines.value(1).simplified().split(' '); // Mem: total used free shared buff/cache available
    QCOMPARE(words.size(), 7);
    const auto near = [&](std::uint64_t ours, const QByteArray &theirs) {
        const auto distance = std::llabs(static_cast<long long>(ours) - theirs.toLongLong());
        return distance < static_cast<long long>(*machine.memory->total / 5); // whatever was allocated since
    };
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(*machine.memory->total)), words[1]);
    QVERIFY(near(*machine.memory->free, words[3]));
    QVERIFY2(machine.memory->cache(), why(machine.memory->cache()));
    QVERIFY(near(*machine.memory->cache() + *machine.memory->shared, words[5])); // free(1) has both in one
    QVERIFY(near(*machine.memory->available, words[6]));
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(*machine.memory->swapTotal)),
             lines.value(2).simplified().split(' ').value(1));
}

void LiveMachine::network()
{
    const auto before = interfaces();
    const auto machine = machineNow();
    const auto after = interfaces();
    QVERIFY2(machine.interfaces, why(machine.interfaces));
    const auto sum = sumOf(*machine.interfaces);
    QVERIFY(sum.in >= before.in && sum.in <= after.in);
    QVERIFY(sum.out >= before.out && sum.out <= after.out);
}

void LiveMachine::wholeDisks()
{
    const auto before = disks();
    const auto machine = machineNow();
    const auto after = disks();
    QVERIFY2(machine.disks, why(machine.disks));
    const auto sum = sumOf(*machine.disks);
    QVERIFY(sum.in >= before.in && sum.in <= after.in);
    QVERIFY(sum.out >= before.out && sum.out <= after.out);
}

void LiveMachine::pressure()
{
    const auto before = machineNow();
    const auto after = machineNow();
    if (QFileInfo::exists(QStringLiteral("/proc/pressure/io"))) {
        // The file may be there and the kernel not measure: then it is no error of another kind.
        QVERIFY2(after.ioPressure || kindOf(after.ioPressure) == raw("unsupported"), why(after.ioPressure));
        QVERIFY(!after.ioPressure || after.ioPressure->some >= before.ioPressure->some);
    } else {
        QCOMPARE(kindOf(after.ioPressure), raw("unsupported"));
    }
}

void LiveMachine::ioOfAProcess()
{
    const Subject subject({"writes", "25", "4096"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow({.ofAll = {.io = true}});
    QVERIFY2(snapshot, why(snapshot));
    const auto *process = snapshot->withPid(subject.pid());
    QVERIFY(process && process->io);
    QVERIFY2(*process->io, why(*process->io));
    const auto &io = **process->io;
    const auto written = subject.fact("bytes").toULongLong();
    QCOMPARE(written, 102'400ull);
    QVERIFY(io.writeCharacters >= written && io.writeCharacters < written + 4096); // and its report
    QVERIFY(io.writeCalls >= 25 && io.writeCalls < 50);
    // It rests now: the plainest reading says the same.
    QHash<QByteArray, QByteArray> said;
    for (const auto &line : witness::procFile(subject.pid(), "io").split('\n'))
        said.insert(line.split(':').first(), line.split(' ').last());
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(io.writeCharacters.value())), said["wchar"]);
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(io.writeBytes.value())), said["write_bytes"]);
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(io.readCharacters.value())), said["rchar"]);
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(io.readBytes.value())), said["read_bytes"]);
}

void LiveMachine::factsOfTheWatchedOne()
{
    const Subject subject({"limits"});
    QVERIFY2(subject.stands(), subject.complaint());
    auto source = LinuxSource::create();
    QVERIFY2(source, why(source));
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto id = inspector->idOf(subject.pid()).value();
    History history;
    std::optional<Snapshot> before;
    for (int i = 0; i < 3; ++i) {
        auto snapshot = (*source)->sample({.watched = id, .machine = true}, before ? &*before : nullptr);
        QVERIFY2(snapshot, why(snapshot));
        history.record(*snapshot, (*source)->system());
        before = std::move(*snapshot);
    }
    const auto *process = before->withPid(subject.pid());
    QVERIFY(process);
    const auto *record = history.find(process->id);
    QVERIFY(record);
    const auto last = [&](Metric metric) {
        const auto *series = record->of(metric);
        return series && series->last() ? series->last()->value : -1;
    };
    QCOMPARE(last(Metric::Descriptors), 3.0);
    QCOMPARE(last(Metric::DescriptorLimit), 200.0);
    QCOMPARE(last(Metric::Threads), 1.0);
    QCOMPARE(last(Metric::WriteRate), 0.0);
    QVERIFY(last(Metric::ContextSwitches) >= 0); // it may not have come to rest yet
    QVERIFY(last(Metric::Cpu) >= 0);
    QVERIFY(last(Metric::Resident) > 0);
    QVERIFY(!history.of(Quantity::Forks).isEmpty());
}

static const forklore::TestClass<LiveMachine> testClass(__FILE__);
#include "tst_live_machine.moc"
