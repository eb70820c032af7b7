// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is recorded of each metric of a process: values, rates between two readings, and gaps where one is
// missing.
#include <QTest>

#include "tests/core/session/recorded_past.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::recorded_past;
using namespace std::chrono_literals;

class HistoryMetricsTest : public QObject {
    Q_OBJECT

private slots:
    void cpuFromTheSecondSampleOn();
    void ratesNeedTwoReadings();
    void ratesSpanTheTimeBetweenReadings();
    void countersSetBackAreAGap();
    void deniedInBetweenIsAGap();
    void aFieldThatIsMissingIsAGap();
    void deniedFromTheStartIsNothing();
    void contextSwitches();
    void descriptorsOnlyWhenCounted();
    void limitOfDescriptors();
    void interruptions();
    void suspendedIsNoTime();
};

void HistoryMetricsTest::cpuFromTheSecondSampleOn()
{
    History history;
    history.record(sampleAt(1s, {processOf(7, 1)}), system());
    history.record(sampleAt(2s, {withCpu(processOf(7, 1), 0.5)}), system());
    history.record(sampleAt(3s, {withCpu(processOf(7, 1), 0.25)}), system());
    QCOMPARE(past(history, {7, 100}, Metric::Cpu), QByteArray("2:0.5 3:0.25"));
}

void HistoryMetricsTest::ratesNeedTwoReadings()
{
    History history;
    history.record(sampleAt(1s, {withIo(processOf(7, 1), 5000, 10)}), system());
    QCOMPARE(past(history, {7, 100}, Metric::ReadRate), QByteArray("none"));
    history.record(sampleAt(3s, {withIo(processOf(7, 1), 6000, 10)}), system());
    QCOMPARE(past(history, {7, 100}, Metric::ReadRate), QByteArray("3:500"));
    QCOMPARE(past(history, {7, 100}, Metric::WriteRate), QByteArray("3:0"));
}

void HistoryMetricsTest::ratesSpanTheTimeBetweenReadings()
{
    History history;
    history.record(sampleAt(1s, {withIo(processOf(7, 1), 0, 0)}), system());
    for (auto at = 2s; at < 17s; ++at)
        history.record(sampleAt(at, {processOf(7, 1)}), system()); // not its turn
    history.record(sampleAt(17s, {withIo(processOf(7, 1), 1600, 0)}), system());
    history.record(sampleAt(18s, {withIo(processOf(7, 1), 1607, 0)}), system());
    QCOMPARE(past(history, {7, 100}, Metric::ReadRate), QByteArray("17:100 18:7"));
}

void HistoryMetricsTest::countersSetBackAreAGap()
{
    History history;
    history.record(sampleAt(1s, {withIo(processOf(7, 1), 100, 0)}), system());
    history.record(sampleAt(2s, {withIo(processOf(7, 1), 101, 0)}), system());
    history.record(sampleAt(3s, {withIo(processOf(7, 1), 0, 4)}), system());
    history.record(sampleAt(4s, {withIo(processOf(7, 1), 5, 4)}), system());
    QCOMPARE(past(history, {7, 100}, Metric::ReadRate), QByteArray("2:1 2.001:- 4:5"));
    QCOMPARE(past(history, {7, 100}, Metric::WriteRate), QByteArray("2:0 3:4 4:0"));
}

void HistoryMetricsTest::deniedInBetweenIsAGap()
{
    History history;
    auto denied = processOf(7, 1);
    denied.io = failure(ErrorKind::Denied, "open 7/io");
    history.record(sampleAt(1s, {withIo(processOf(7, 1), 100, 0)}), system());
    history.record(sampleAt(2s, {withIo(processOf(7, 1), 101, 0)}), system());
    history.record(sampleAt(3s, {denied}), system());
    history.record(sampleAt(4s, {withIo(processOf(7, 1), 200, 0)}), system());
    history.record(sampleAt(5s, {withIo(processOf(7, 1), 202, 0)}), system());
    QCOMPARE(past(history, {7, 100}, Metric::ReadRate), QByteArray("2:1 2.001:- 5:2"));
}

void HistoryMetricsTest::aFieldThatIsMissingIsAGap()
{
    History history;
    const auto process = withCpu(processOf(7, 1), 1);
    auto without = process;
    without.stat->threads.reset();
    without.stat->residentPages.reset();
    without.cpuShare.reset();
    history.record(sampleAt(1s, {process}), system());
    history.record(sampleAt(2s, {process}), system());
    history.record(sampleAt(3s, {without}), system());
    history.record(sampleAt(4s, {process}), system());
    for (const auto metric : {Metric::Threads, Metric::Resident, Metric::Cpu})
        QVERIFY2(past(history, {7, 100}, metric).contains(" 2.001:- 4:"), past(history, {7, 100}, metric));
}

void HistoryMetricsTest::deniedFromTheStartIsNothing()
{
    History history;
    auto denied = processOf(7, 1);
    denied.io = failure(ErrorKind::Denied, "open 7/io");
    denied.contextSwitches = Result<std::uint64_t>(failure(ErrorKind::Denied, ""));
    denied.descriptorCount = Result<std::uint64_t>(failure(ErrorKind::Denied, ""));
    denied.descriptorsCounted = true;
    for (const auto at : {1s, 2s})
        history.record(sampleAt(at, {denied}), system());
    for (const auto metric : {Metric::ReadRate, Metric::ContextSwitches, Metric::Descriptors})
        QCOMPARE(past(history, {7, 100}, metric), QByteArray("none"));
}

void HistoryMetricsTest::contextSwitches()
{
    History history;
    auto process = processOf(7, 1);
    for (const auto &[at, switches] : {std::pair(1s, 10u), {2s, 15u}, {4s, 16u}, {5s, 2u}, {6s, 3u}}) {
        process.contextSwitches = Result<std::uint64_t>(switches);
        history.record(sampleAt(at, {process}), system());
    }
    QCOMPARE(past(history, {7, 100}, Metric::ContextSwitches), QByteArray("2:5 4:0.5 4.001:- 6:1"));
}

void HistoryMetricsTest::descriptorsOnlyWhenCounted()
{
    History history;
    auto process = processOf(7, 1);
    process.descriptorCount = 4;
    process.descriptorsCounted = true;
    history.record(sampleAt(1s, {process}), system());
    process.descriptorsCounted = false;
    history.record(sampleAt(2s, {process}), system());
    QCOMPARE(past(history, {7, 100}, Metric::Descriptors), QByteArray("1:4"));
    process.descriptorCount = 5;
    process.descriptorsCounted = true;
    history.record(sampleAt(17s, {process}), system());
    QCOMPARE(past(history, {7, 100}, Metric::Descriptors), QByteArray("1:4 17:5"));
}

void HistoryMetricsTest::limitOfDescriptors()
{
    using Limit = std::optional<std::uint64_t>;
    History history;
    auto process = processOf(7, 1);
    process.descriptorLimit = Result<Limit>(Limit(1024));
    history.record(sampleAt(1s, {process}), system());
    process.descriptorLimit = Result<Limit>(Limit());
    history.record(sampleAt(2s, {process}), system());
    process.descriptorLimit = Result<Limit>(Limit(99));
    history.record(sampleAt(3s, {process}), system());
    QCOMPARE(past(history, {7, 100}, Metric::DescriptorLimit), QByteArray("1:1024 1.001:- 3:99"));
}

void HistoryMetricsTest::interruptions()
{
    History history;
    const auto sample = [&](auto at, std::uint64_t read) {
        auto process = withCpu(withIo(processOf(7, 1), read, 0), 1);
        process.contextSwitches = Result<std::uint64_t>(read);
        history.record(sampleAt(at, {process}), system());
    };
    sample(1s, 10);
    sample(2s, 20);
    history.interrupt();
    sample(9s, 90);
    sample(10s, 91);
    const ProcessId id{7, 100};
    QCOMPARE(past(history, id, Metric::Cpu), QByteArray("1:1 2:1 2.001:- 10:1"));
    QCOMPARE(past(history, id, Metric::ReadRate), QByteArray("2:10 2.001:- 10:1"));
    QCOMPARE(past(history, id, Metric::ContextSwitches), QByteArray("2:10 2.001:- 10:1"));
    QCOMPARE(past(history, id, Metric::Threads), QByteArray("1:1 2:1 2.001:- 9:1 10:1"));
    QCOMPARE(past(history, Quantity::Processes), QByteArray("1:1 2:1 2.001:- 9:1 10:1"));
    QVERIFY(history.step() == 1s); // a pause is no step
}

void HistoryMetricsTest::suspendedIsNoTime()
{
    History history;
    const auto sample = [&](auto at, std::chrono::nanoseconds asleep) {
        auto snapshot = sampleAt(at, {withCpu(withIo(processOf(7, 1), 10, 0), 1)});
        snapshot.asleep = asleep;
        history.record(snapshot, system());
    };
    sample(1s, 500s);
    sample(2s, 500s);
    sample(3s, 500s + 1us); // two clocks that were not read at once
    sample(604s, 1100s);    // the lid was closed for ten minutes
    sample(605s, 1100s);
    const ProcessId id{7, 100};
    QCOMPARE(past(history, id, Metric::Threads), QByteArray("1:1 3:1 3.001:- 604:1 605:1"));
    QCOMPARE(past(history, id, Metric::Cpu), QByteArray("1:1 3:1 3.001:- 605:1"));
    QCOMPARE(past(history, id, Metric::ReadRate), QByteArray("2:0 3:0 3.001:- 605:0"));
    QVERIFY(history.step() == 1s);
}

static const forklore::TestClass<HistoryMetricsTest> testClass(__FILE__);
#include "tst_history_metrics.moc"
