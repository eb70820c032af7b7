// SPDX-License-Identifier: GPL-3.0-or-later
//
// The facts of a sample that cost a further system call: for whom they are read, and when.
#include <functional>
#include <memory>
#include <set>
#include <string>

#include <QTest>

#include "core/host/linux/sampling/linux_source.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr Pid firstPid = 100;
constexpr int turns = 16;

constexpr ProcessId idOf(Pid pid)
{
    return {pid, 700};
}

/// A /proc of 16 plain processes, one for each turn.
class Proc {
public:
    Proc()
    {
        for (Pid pid = firstPid; pid < firstPid + turns; ++pid) {
            write(pid, "stat", statOf(pid, 'S', 1, 0));
            write(pid, "cmdline", raw("/bin/test\0").toStdString());
            write(pid, "status", statusOf(pid, 40));
            write(pid, "io", ioOf(1000));
            write(pid, "limits", limitsOf("1024"));
            write(pid, "environ", raw("LANG=C\0HOME=/\0").toStdString());
            fixture.link(path(pid, "fd/0"), "/dev/null");
        }
        fixture.write("uptime", "1000.00 900.00\n");
        open();
    }

    static std::string path(Pid pid, const char *name) { return std::to_string(pid) + '/' + name; }
    void write(Pid pid, const char *name, const std::string &text) { fixture.write(path(pid, name), text); }
    static std::string statOf(Pid pid, char state, int threads, unsigned flags)
    {
        return std::to_string(pid) + " (test) " + state + " 1 100 100 0 -1 " + std::to_string(flags) +
               " 0 0 0 0 5 5 0 0 20 0 " + std::to_string(threads) +
               " 0 700 4096 10 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 4096 4106 0 "
               "0 0\n";
    }
    static std::string statusOf(Pid pid, int switches)
    {
        return "Name:\ttest\nPid:\t" + std::to_string(pid) +
               "\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nvoluntary_ctxt_switches:\t" + std::to_string(switches) +
               "\nnonvoluntary_ctxt_switches:\t2\n";
    }
    static std::string ioOf(int bytes)
    {
        return "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: " + std::to_string(bytes) +
               "\nwrite_bytes: 6\ncancelled_write_bytes: 7\n";
    }
    static std::string limitsOf(const char *soft)
    {
        return std::string("Limit                     Soft Limit           Hard Limit           Units     \n"
                           "Max open files            ") +
               soft + "                 4096                 files     \n";
    }

    /// Takes the next sample, following the one before.
    const Snapshot &sample(const SampleRequest &request)
    {
        auto snapshot = m_source->sample(request, m_sampled ? &m_snapshot : nullptr);
        if (!snapshot)
            qFatal("%s", why(snapshot));
        m_snapshot = std::move(*snapshot);
        m_sampled = true;
        return m_snapshot;
    }
    const Process &process(Pid pid) const
    {
        const auto *process = m_snapshot.withPid(pid);
        if (!process)
            qFatal("process %d is not listed", pid);
        return *process;
    }
    /// Those that have a fact.
    std::set<Pid> having(const std::function<bool(const Process &)> &fact) const
    {
        std::set<Pid> pids;
        for (const auto &process : m_snapshot.processes) {
            if (fact(process))
                pids.insert(process.id.pid);
        }
        return pids;
    }

    Fixture fixture;

private:
    void open()
    {
        auto source = LinuxSource::create(fixture.root());
        if (!source)
            qFatal("%s", why(source));
        m_source = std::move(*source);
    }

    std::unique_ptr<LinuxSource> m_source;
    Snapshot m_snapshot;
    bool m_sampled = false;
};

bool hasIo(const Process &process)
{
    return process.io.has_value();
}

bool hasSwitches(const Process &process)
{
    return process.contextSwitches.has_value();
}

} // namespace

class SampleFactsTest : public QObject {
    Q_OBJECT

private slots:
    void nothingUnlessAsked();
    void ofAll();
    void ofTheView();
    void residentMemory();
    void inTurn();
    void ofTheWatchedOne();
    void factsAreNotCarriedOver();
    void descriptorsSayWhetherTheyWereCounted();
    void switchesComeWithTheStatus();
    void switchesOfThreads();
    void limits_data();
    void limits();
    void environment();
    void environmentOfThoseWithout();
    void missingFilesAreErrors();
    void whatIsForTheHistoryAlone();
    void theMachine();
    void theMachineInPieces();
};

void SampleFactsTest::nothingUnlessAsked()
{
    Proc proc;
    proc.sample({});
    const auto &snapshot = proc.sample({});
    QVERIFY(!snapshot.machine);
    for (const auto &process : snapshot.processes)
        QVERIFY(!process.io && !process.contextSwitches && !process.descriptorLimit && !process.environment &&
                !process.descriptorsCounted);
}

void SampleFactsTest::ofAll()
{
    Proc proc;
    const FactNeeds facts{.descriptorCount = true,
                          .io = true,
                          .contextSwitches = true,
                          .descriptorLimit = true,
                          .environment = true};
    for (const auto &process : proc.sample({.ofAll = facts}).processes) {
        QVERIFY(process.io->value() == (IoCounters{1000, 6, 7, 1, 2, 3, 4}));
        QVERIFY(process.contextSwitches->value() == 42);
        QVERIFY(process.descriptorLimit->value() == 1024);
        QVERIFY(process.environment->value() == (Environment{{"LANG", "C"}, {"HOME", "/"}}));
        QVERIFY(process.descriptorCount->value() == 1 && process.descriptorsCounted);
        QVERIFY(!process.isForHistory);
    }
}

void SampleFactsTest::ofTheView()
{
    Proc proc;
    proc.sample({.ofView = {.io = true}, .view = {105, 102}});
    QCOMPARE(proc.having(hasIo), (std::set<Pid>{102, 105}));
}

/// The counter in stat lags: what statm tells of a sleeper may have changed all the same.
void SampleFactsTest::residentMemory()
{
    constexpr Pid sleeper = 103;
    constexpr Pid viewed = 105;
    constexpr Pid runner = 107;
    const auto pagesOf = [](const Proc &proc, Pid pid) { return proc.process(pid).stat->residentPages; };
    Proc proc;
    for (const auto pid : {sleeper, viewed, runner})
        proc.write(pid, "statm", "100 20 5 1 0 50 0\n");
    const SampleRequest request{.view = {viewed}};
    proc.sample(request);
    for (const auto pid : {sleeper, viewed, runner}) {
        QCOMPARE(pagesOf(proc, pid), std::optional<std::uint64_t>(20));
        proc.write(pid, "statm", "100 30 5 1 0 50 0\n");
    }
    auto stat = Proc::statOf(runner, 'S', 1, 0);
    stat.replace(stat.find(" 5 5 "), 5, " 6 5 "); // it has used CPU time
    proc.write(runner, "stat", stat);
    proc.sample(request);
    QCOMPARE(pagesOf(proc, sleeper), std::optional<std::uint64_t>(20));
    QCOMPARE(pagesOf(proc, viewed), std::optional<std::uint64_t>(30));
    QCOMPARE(pagesOf(proc, runner), std::optional<std::uint64_t>(30));
}

void SampleFactsTest::inTurn()
{
    Proc proc;
    const SampleRequest request{.inTurn = {.descriptorCount = true, .io = true}};
    std::set<Pid> seen;
    for (int turn = 0; turn < turns; ++turn) {
        proc.sample(request);
        const auto now = proc.having(hasIo);
        QCOMPARE(now.size(), 1u);
        QCOMPARE(proc.having([](const Process &process) { return process.descriptorsCounted; }), now);
        seen.insert(now.begin(), now.end());
    }
    QCOMPARE(seen.size(), 16u);
}

void SampleFactsTest::ofTheWatchedOne()
{
    Proc proc;
    for (int turn = 0; turn < turns; ++turn) {
        proc.sample({.watched = idOf(107)});
        QCOMPARE(proc.having(hasIo), std::set<Pid>{107});
        const auto &process = proc.process(107);
        QVERIFY(process.contextSwitches->value() == 42);
        QVERIFY(process.descriptorLimit->value() == 1024);
        QVERIFY(process.descriptorCount->value() == 1 && process.descriptorsCounted);
        QVERIFY(!process.environment);
    }
    proc.sample({.watched = idOf(99)});
    QVERIFY(proc.having(hasIo).empty());
    proc.sample({.watched = ProcessId{107, 699}}); // another one had its pid
    QVERIFY(proc.having(hasIo).empty());
}

void SampleFactsTest::factsAreNotCarriedOver()
{
    Proc proc;
    proc.sample({.ofAll = {.io = true, .descriptorLimit = true, .environment = true}});
    for (const auto &process : proc.sample({}).processes)
        QVERIFY(!process.io && !process.descriptorLimit && !process.environment);
}

void SampleFactsTest::descriptorsSayWhetherTheyWereCounted()
{
    Proc proc;
    proc.sample({.ofAll = {.descriptorCount = true}});
    QVERIFY(proc.process(101).descriptorsCounted);
    proc.fixture.link("101/fd/1", "/dev/null");
    proc.sample({});
    QVERIFY(!proc.process(101).descriptorsCounted);
    QVERIFY(proc.process(101).descriptorCount->value() == 1); // of the sample before
    proc.sample({.watched = idOf(101)});
    QVERIFY(proc.process(101).descriptorsCounted);
    QVERIFY(proc.process(101).descriptorCount->value() == 2);
}

void SampleFactsTest::switchesComeWithTheStatus()
{
    Proc proc;
    const SampleRequest request{.inTurn = {.contextSwitches = true}};
    proc.sample(request);
    std::set<Pid> seen;
    for (int turn = 0; turn < turns; ++turn) {
        proc.sample(request);
        const auto now = proc.having(hasSwitches);
        QCOMPARE(now.size(), 1u);
        seen.insert(now.begin(), now.end());
    }
    QCOMPARE(seen.size(), 16u);
}

void SampleFactsTest::switchesOfThreads()
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

void SampleFactsTest::limits_data()
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

void SampleFactsTest::limits()
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

void SampleFactsTest::environment()
{
    Proc proc;
    const std::string value(10'000, 'x');
    proc.write(107, "environ", "LONG=" + value + std::string(1, '\0'));
    proc.sample({.ofView = {.environment = true}, .view = {107}});
    QVERIFY(proc.process(107).environment->value() == (Environment{{"LONG", value}}));
    QVERIFY(!proc.process(108).environment);
}

void SampleFactsTest::environmentOfThoseWithout()
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

void SampleFactsTest::missingFilesAreErrors()
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

void SampleFactsTest::whatIsForTheHistoryAlone()
{
    Proc proc;
    const auto isForHistory = [](const Process &process) { return process.isForHistory; };
    proc.sample({.inTurn = {.io = true}, .watched = idOf(107)});
    QCOMPARE(proc.having(isForHistory).size(), 16u);
    proc.sample({.ofView = {.io = true}, .inTurn = {.io = true}, .view = {107}});
    QCOMPARE(proc.having(isForHistory).size(), 15u);
    QVERIFY(!proc.process(107).isForHistory);
}

void SampleFactsTest::theMachine()
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

void SampleFactsTest::theMachineInPieces()
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

static const forklore::TestClass<SampleFactsTest> testClass(__FILE__);
#include "tst_sample_facts.moc"
