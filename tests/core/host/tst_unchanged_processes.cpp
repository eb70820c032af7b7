// SPDX-License-Identifier: GPL-3.0-or-later
//
// A process that did not change is the same object in the next snapshot; and the time that its share of CPU
// is counted over.
#include <set>

#include <QTest>

#include "tests/core/host/sixteen_processes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::sixteen_processes;
using namespace std::chrono_literals;

namespace {

/// Those that are the same object in both.
std::set<Pid> sharedBy(const Snapshot &before, const Snapshot &after)
{
    std::set<Pid> pids;
    for (const auto &process : after.processes) {
        if (before.withPid(process.id.pid) == &process)
            pids.insert(process.id.pid);
    }
    return pids;
}

std::string busyStat(Pid pid, int ticks)
{
    auto stat = Proc::statOf(pid, 'S', 1, 0);
    return stat.replace(stat.find(" 5 5 "), 5, ' ' + std::to_string(5 + ticks) + " 5 ");
}

} // namespace

class UnchangedProcessesTest : public QObject {
    Q_OBJECT

private slots:
    void areTheSameObject();
    void areTheSameObjectInView();
    void withAnotherFactAreNot();
    void loseWhatIsNotCarriedOver();
    void shareOverTheTimeBetweenTheReadings();
    void suspensionIsNoTime();
    void ratesOfStorage();
};

void UnchangedProcessesTest::areTheSameObject()
{
    Proc proc;
    proc.sample({});
    proc.pass(1s);
    const auto before = proc.sample({}); // from here on they have a share
    proc.pass(1s);
    proc.write(107, "stat", busyStat(107, 50));
    const auto &after = proc.sample({});
    const auto shared = sharedBy(before, after);
    QCOMPARE(shared.size(), 15u);
    QVERIFY(!shared.contains(107));
    QCOMPARE(proc.process(107).cpuShare, std::optional(0.5));
    QCOMPARE(proc.process(108).cpuShare, std::optional(0.0));
}

void UnchangedProcessesTest::areTheSameObjectInView()
{
    const SampleRequest request{.ofView = {.commandLine = true, .io = true}, .view = {103, 104}};
    Proc proc;
    proc.sample(request);
    proc.pass(1s);
    proc.sample(request);
    proc.pass(1s);
    const auto before = proc.sample(request);
    proc.pass(1s);
    proc.write(103, "io", Proc::ioOf(2000));
    const auto shared = sharedBy(before, proc.sample(request));
    QVERIFY(!shared.contains(103));
    QVERIFY(shared.contains(104));
}

void UnchangedProcessesTest::withAnotherFactAreNot()
{
    Proc proc;
    for (int second = 0; second < turns; ++second) { // each has its turn, whatever the stat says
        const auto before = proc.sample({});
        for (Pid pid = firstPid; pid < firstPid + turns; ++pid)
            proc.write(pid, "cmdline", "another " + std::to_string(second));
        proc.pass(1s);
        QVERIFY(sharedBy(before, proc.sample({})).size() < 16u);
    }
    for (Pid pid = firstPid; pid < firstPid + turns; ++pid)
        QVERIFY(proc.process(pid).commandLine.value().starts_with("another"));
}

void UnchangedProcessesTest::loseWhatIsNotCarriedOver()
{
    Proc proc;
    proc.sample({});
    proc.pass(1s);
    const auto before = proc.sample({.ofAll = {.environment = true}});
    proc.pass(1s);
    const auto &after = proc.sample({});
    QVERIFY(sharedBy(before, after).empty());
    for (const auto &process : after.processes)
        QVERIFY(!process.environment);
}

/// A read that blocks, or SIGSTOP, between two processes: each has a time of its own.
void UnchangedProcessesTest::shareOverTheTimeBetweenTheReadings()
{
    Proc proc;
    proc.sample({});
    proc.changeLatest([](Snapshot &snapshot) {
        snapshot.readAt.at(8) -= 3s; // that of 108
    });
    proc.pass(1s);
    for (const Pid pid : {107, 108})
        proc.write(pid, "stat", busyStat(pid, 100));
    proc.sample({});
    QCOMPARE(proc.process(107).cpuShare, std::optional(1.0));
    QCOMPARE(proc.process(108).cpuShare, std::optional(0.25));
}

void UnchangedProcessesTest::suspensionIsNoTime()
{
    Proc proc;
    proc.sample({});
    proc.changeLatest([](Snapshot &snapshot) { snapshot.asleep -= 8s; }); // it has slept 8 s since
    proc.pass(10s);
    proc.write(107, "stat", busyStat(107, 100));
    proc.sample({});
    QCOMPARE(proc.process(107).cpuShare, std::optional(0.5));
}

void UnchangedProcessesTest::ratesOfStorage()
{
    const SampleRequest request{.ofView = {.io = true}, .view = {103}};
    Proc proc;
    proc.sample(request);
    QVERIFY(!proc.process(103).ioRates); // known from the second sample on
    proc.pass(2s);
    proc.write(103, "io", Proc::ioOf(5000));
    proc.sample(request);
    QVERIFY(proc.process(103).ioRates == (IoRates{2000.0, 0.0}));
    QVERIFY(!proc.process(104).ioRates);
    proc.pass(2s);
    proc.write(103, "io", Proc::ioOf(4000)); // set back
    proc.sample(request);
    QVERIFY(proc.process(103).ioRates == (IoRates{std::nullopt, 0.0}));
    proc.pass(2s);
    proc.sample({});
    QVERIFY(!proc.process(103).ioRates);
}

static const forklore::TestClass<UnchangedProcessesTest> testClass(__FILE__);
#include "tst_unchanged_processes.moc"
