// SPDX-License-Identifier: GPL-3.0-or-later
//
// The facts of a sample that cost a further system call: for whom they are read, and when.
#include <cstdint>
#include <optional>
#include <set>

#include <QTest>

#include "tests/core/host/sixteen_processes.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::sixteen_processes;

namespace {

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
    void whatIsForTheHistoryAlone();
    void controlGroups();
    void oomScore();
    void swap();
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

void SampleFactsTest::controlGroups()
{
    Proc proc;
    proc.write(103, "cgroup", "1:name=systemd:/a.service\n0::/a.service\n");
    proc.sample({.ofAll = {.controlGroups = true}});
    QVERIFY(proc.process(103).controlGroups->value() ==
            (std::vector<std::string>{"1:name=systemd:/a.service", "0::/a.service"}));
    QVERIFY(!*proc.process(104).controlGroups); // there is no such file
}

void SampleFactsTest::oomScore()
{
    Proc proc;
    proc.write(103, "oom_score", "667\n");
    proc.write(104, "oom_score", "many\n");
    proc.write(105, "stat", Proc::statOf(105, 'S', 1, kernelThreadFlag));
    proc.sample({.ofView = {.oomScore = true}, .view = {103, 104, 105}});
    QCOMPARE(proc.process(103).oomScore.value().value(), 667u);
    QVERIFY(proc.process(104).oomScore->error().kind == ErrorKind::Malformed);
    QVERIFY(!proc.process(105).oomScore && !proc.process(106).oomScore);
}

void SampleFactsTest::swap()
{
    Proc proc;
    proc.write(103, "status", "Name:\ttest\nUid:\t0\t0\t0\t0\nVmSwap:\t     12 kB\n");
    proc.write(105, "stat", Proc::statOf(105, 'S', 1, kernelThreadFlag));
    proc.sample({.ofAll = {.swap = true}});
    QCOMPARE(proc.process(103).swapBytes.value().value(), 12288u);
    QVERIFY(proc.process(104).swapBytes->error().kind == ErrorKind::Malformed); // the line is missing
    QVERIFY(!proc.process(105).swapBytes);
    proc.sample({});
    QVERIFY(!proc.process(103).swapBytes);
}

static const forklore::TestClass<SampleFactsTest> testClass(__FILE__);
#include "tst_sample_facts.moc"
