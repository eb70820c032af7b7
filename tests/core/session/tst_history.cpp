// SPDX-License-Identifier: GPL-3.0-or-later
//
// Of whom the past is kept, for how long, and who used the most.
#include <QTest>

#include "core/facts/fact.h"
#include "tests/core/session/recorded_past.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::recorded_past;
using namespace std::chrono_literals;

class HistoryTest : public QObject {
    Q_OBJECT

private slots:
    void metricsAreOfFacts();
    void nothingAtFirst();
    void whatEachSampleTells();
    void recordsOutliveProcesses();
    void pidReused();
    void outOfSightForASample();
    void unreadableOnesHaveNoPast();
    void endedOnesAreForgottenAfterAnHour();
    void endedOnesAreBounded();
    void otherMeasurements();
    void largest();
    void largestOfThePast();
    void timeMustPass();
    void restlessProcessesStayWithinTheBudget();
};

void HistoryTest::metricsAreOfFacts()
{
    for (std::size_t i = 0; i < metricCount; ++i) {
        const auto &traits = traitsOf(static_cast<Metric>(i));
        QVERIFY2(traits.fact.empty() || factNamed(traits.fact), traits.fact.data());
    }
}

void HistoryTest::nothingAtFirst()
{
    const History history;
    QVERIFY(!history.now());
    QVERIFY(history.step() == 0s);
    QVERIFY(!history.find({1, 1}));
    QVERIFY(history.largest(Metric::Cpu, 1s, 5).empty());
    QVERIFY(history.of(Quantity::Processes).isEmpty());
    QVERIFY(!history.missing(Quantity::CpuUser));
    QCOMPARE(history.recordCount(), 0u);
}

void HistoryTest::whatEachSampleTells()
{
    History history;
    auto process = processOf(7, 1, 100, "seven");
    process.stat->residentPages = 3;
    history.record(sampleAt(10s, {process}), system());
    process.stat->threads = 4;
    process.stat->comm = "eight";
    history.record(sampleAt(12s, {process}), system());
    QVERIFY(*history.now() == 12s);
    QVERIFY(history.step() == 2s);
    const ProcessId id{7, 100};
    QCOMPARE(past(history, id, Metric::Resident), QByteArray("10:12288 12:12288"));
    QCOMPARE(past(history, id, Metric::Threads), QByteArray("10:1 12:4"));
    QCOMPARE(past(history, Quantity::Processes), QByteArray("10:1 12:1"));
    QCOMPARE(bytes(history.find(id)->comm), raw("eight"));
    for (const auto metric : {Metric::Cpu, Metric::Proportional, Metric::ReadRate, Metric::WriteRate,
                              Metric::Descriptors, Metric::DescriptorLimit, Metric::ContextSwitches})
        QCOMPARE(past(history, id, metric), QByteArray("none"));
}

void HistoryTest::recordsOutliveProcesses()
{
    History history;
    history.record(sampleAt(1s, {processOf(5, 1), processOf(7, 1), processOf(9, 1)}), system());
    history.record(sampleAt(2s, {processOf(7, 1)}), system());
    history.record(sampleAt(3s, {processOf(7, 1)}), system());
    QVERIFY(*history.find({5, 100})->endedBefore == 2s);
    QVERIFY(*history.find({9, 100})->endedBefore == 2s);
    QVERIFY(!history.find({7, 100})->endedBefore);
    QCOMPARE(past(history, {5, 100}, Metric::Threads), QByteArray("1:1"));
    QCOMPARE(history.recordCount(), 3u);
}

void HistoryTest::pidReused()
{
    History history;
    history.record(sampleAt(1s, {withIo(processOf(7, 1, 100, "old"), 900, 0)}), system());
    history.record(sampleAt(2s, {withIo(processOf(7, 1, 150, "new"), 1, 0)}), system());
    history.record(sampleAt(3s, {withIo(processOf(7, 1, 150, "new"), 2, 0)}), system());
    QVERIFY(*history.find({7, 100})->endedBefore == 2s);
    QCOMPARE(bytes(history.find({7, 100})->comm), raw("old"));
    QCOMPARE(past(history, {7, 100}, Metric::Threads), QByteArray("1:1"));
    QCOMPARE(past(history, {7, 150}, Metric::ReadRate), QByteArray("3:1"));
    QVERIFY(!history.find({7, 150})->endedBefore);
}

void HistoryTest::outOfSightForASample()
{
    History history;
    history.record(sampleAt(1s, {withIo(processOf(7, 1), 0, 0)}), system());
    history.record(sampleAt(2s, {unreadable(7)}), system());
    history.record(sampleAt(3s, {withIo(processOf(7, 1), 30, 0)}), system());
    history.record(sampleAt(4s, {withIo(processOf(7, 1), 31, 0)}), system());
    QVERIFY(!history.find({7, 100})->endedBefore);
    QCOMPARE(past(history, {7, 100}, Metric::Threads), QByteArray("1:1 1.001:- 3:1 4:1"));
    QCOMPARE(past(history, {7, 100}, Metric::ReadRate), QByteArray("4:1"));
    history.record(sampleAt(4s + History::keptAfterEnd, {processOf(7, 1)}), system());
    QVERIFY(history.find({7, 100}));
}

void HistoryTest::unreadableOnesHaveNoPast()
{
    History history;
    history.record(sampleAt(1s, {unreadable(7), processOf(8, 1)}), system());
    QCOMPARE(history.recordCount(), 1u);
    QCOMPARE(past(history, Quantity::Processes), QByteArray("1:2")); // they are there
}

void HistoryTest::endedOnesAreForgottenAfterAnHour()
{
    History history;
    history.record(sampleAt(1s, {processOf(5, 1), processOf(7, 1)}), system());
    history.record(sampleAt(2s, {processOf(7, 1)}), system());
    history.record(sampleAt(2s + History::keptAfterEnd, {processOf(7, 1)}), system());
    QVERIFY(history.find({5, 100}));
    history.record(sampleAt(3s + History::keptAfterEnd, {processOf(7, 1)}), system());
    QVERIFY(!history.find({5, 100}));
    QVERIFY(history.find({7, 100}));
}

void HistoryTest::endedOnesAreBounded()
{
    History history;
    std::vector<Process> many;
    for (Pid pid = 1; pid <= static_cast<Pid>(History::maxEnded) + 10; ++pid)
        many.push_back(processOf(pid, 0));
    history.record(sampleAt(1s, {many.begin() + 1, many.end()}), system());
    history.record(sampleAt(2s, {many.begin(), many.end() - 1}), system()); // the last ends first
    history.record(sampleAt(3s, {}), system());
    QCOMPARE(history.recordCount(), History::maxEnded);
    QVERIFY(!history.find(many.back().id));
    QVERIFY(!history.find({9, 100}));
    QVERIFY(history.find({11, 100}));
}

void HistoryTest::otherMeasurements()
{
    History history;
    history.record(sampleAt(1s, {processOf(7, 1)}), system());
    history.record({7, 100}, Metric::Proportional, 1500ms, 4096);
    history.record({7, 100}, Metric::Proportional, 2500ms, 8192);
    history.record({8, 100}, Metric::Proportional, 2500ms, 8192); // nobody
    QCOMPARE(past(history, {7, 100}, Metric::Proportional), QByteArray("1.5:4096 2.5:8192"));
    QCOMPARE(history.recordCount(), 1u);
}

void HistoryTest::largest()
{
    History history;
    history.record(sampleAt(1s, {withCpu(processOf(1, 0), 0), withCpu(processOf(2, 0), 0.25),
                                 withCpu(processOf(3, 0, 100, "three"), 0.5), withCpu(processOf(4, 0), 0.25),
                                 processOf(5, 0)}),
                   system());
    const auto uses = history.largest(Metric::Cpu, 1s, 10);
    QCOMPARE(uses.size(), 3u);
    QVERIFY(uses[0].id == (ProcessId{3, 100}));
    QCOMPARE(uses[0].value, 0.5);
    QCOMPARE(bytes(uses[0].comm), raw("three"));
    QCOMPARE(uses[1].id.pid, 2); // of equal ones the lower pid
    QCOMPARE(history.largest(Metric::Cpu, 1s, 2).size(), 2u);
    QVERIFY(history.largest(Metric::ReadRate, 1s, 2).empty());
}

void HistoryTest::largestOfThePast()
{
    History history;
    history.record(sampleAt(1s, {withCpu(processOf(1, 0), 0.1), withCpu(processOf(2, 0), 0.2)}), system());
    history.record(sampleAt(2s, {withCpu(processOf(1, 0), 0.3)}), system());
    history.record(sampleAt(3s, {withCpu(processOf(1, 0), 0.1)}), system());
    const auto pids = [&](Moment at) {
        std::vector<Pid> all;
        for (const auto &use : history.largest(Metric::Cpu, at, 5))
            all.push_back(use.id.pid);
        return all;
    };
    QCOMPARE(pids(999ms), std::vector<Pid>());
    QCOMPARE(pids(1500ms), (std::vector<Pid>{2, 1}));
    QCOMPARE(pids(2s), (std::vector<Pid>{1})); // 2 had ended
    QCOMPARE(pids(1h), std::vector<Pid>());
}

void HistoryTest::timeMustPass()
{
    History history;
    history.record(sampleAt(2s, {processOf(7, 1)}), system());
    history.record(sampleAt(2s, {}), system());
    history.record(sampleAt(1s, {}), system());
    QVERIFY(!history.find({7, 100})->endedBefore);
    QVERIFY(*history.now() == 2s);
}

void HistoryTest::restlessProcessesStayWithinTheBudget()
{
    constexpr std::size_t maxRuns = 50'000;
    History history(maxRuns);
    std::vector<Process> processes;
    for (Pid pid = 1; pid <= 100; ++pid)
        processes.push_back(processOf(pid, 0));
    auto snapshot = sampleAt(0s, std::move(processes));
    const auto live = [&](std::chrono::hours hours) {
        for (const auto until = snapshot.sinceBoot + hours; snapshot.sinceBoot < until;) {
            snapshot.sinceBoot += 10s;
            changeEach(snapshot, [](Process &process) { *process.stat->residentPages += 1; });
            history.record(snapshot, system());
        }
    };
    live(6h);
    QVERIFY(history.reach() < Series::kept);
    std::size_t runs = 0;
    for (const auto &process : snapshot.processes)
        runs += history.find(process.id)->of(Metric::Resident)->runs();
    QVERIFY2(runs > maxRuns / 4 && runs < maxRuns * 3 / 2, qPrintable(QString::number(runs)));
    // When the restless ones are gone, the others' past may grow again.
    processes = copiesOf(snapshot.processes);
    processes.erase(processes.begin() + 5, processes.end());
    snapshot.processes = std::move(processes);
    live(4h);
    QVERIFY(history.reach() == Series::kept);
}

static const forklore::TestClass<HistoryTest> testClass(__FILE__);
#include "tst_history.moc"
