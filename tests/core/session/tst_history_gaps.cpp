// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where nothing was measured there is a gap, and no rate is counted across it: Forklore was stopped, a read
// blocked, a sample came late, a fact missed its turn.
#include <QTest>

#include "core/session/history.h"
#include "tests/support/processes.h"
#include "tests/support/series_text.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

const ProcessId five{5, 100};
const ProcessId seven{7, 100};

/// A sampler that is asked for a sample each second; each process reads 100 bytes a second, and is busy.
class Story {
public:
    History history;
    std::chrono::nanoseconds interval = 1s;

    Snapshot sampleAt(Moment at) const
    {
        auto snapshot = snapshotOf({processOf(5, 1), processOf(7, 1)});
        snapshot.sinceBoot = at;
        snapshot.interval = interval;
        snapshot.readAt = {at, at};
        snapshot.machine.emplace();
        return snapshot;
    }
    void record(Snapshot snapshot)
    {
        std::size_t position = 0;
        changeEach(snapshot, [&](Process &process) {
            const auto at = snapshot.readAtOf(position++);
            const auto count = static_cast<std::uint64_t>(at / 10ms);
            process.io = IoCounters{.readBytes = count};
            process.contextSwitches = Result<std::uint64_t>(count);
            process.cpuShare = 0.5;
        });
        snapshot.machine->ioPressure =
            Pressure{std::chrono::duration_cast<std::chrono::microseconds>(snapshot.sinceBoot / 4)};
        history.record(snapshot, {});
    }
    void recordAt(std::initializer_list<Moment> moments)
    {
        for (const auto at : moments)
            record(sampleAt(at));
    }
    [[nodiscard]] QByteArray past(const ProcessId &id, Metric metric) const
    {
        const auto *record = history.find(id);
        return record ? textOf(record->of(metric)) : QByteArray("nobody");
    }
};

} // namespace

class HistoryGapsTest : public QObject {
    Q_OBJECT

private slots:
    void stoppedForAWhile();
    void oneSampleLeftOut();
    void tooSlowForTheInterval();
    void anotherInterval();
    void heldUpInTheMidst();
    void heldUpForAMoment();
    void machineReadLate();
    void eachHasItsTurn();
    void missedItsTurn();
    void lookedAtAgain();
    void otherMeasurements();
};

void HistoryGapsTest::stoppedForAWhile()
{
    Story story;
    story.recordAt({1s, 2s, 3s, 28s, 29s});
    QCOMPARE(story.past(seven, Metric::Cpu), QByteArray("1:0.5 3:0.5 3.001:- 29:0.5"));
    QCOMPARE(story.past(seven, Metric::Threads), QByteArray("1:1 3:1 3.001:- 28:1 29:1"));
    QCOMPARE(story.past(seven, Metric::ReadRate), QByteArray("2:100 3:100 3.001:- 29:100"));
    QCOMPARE(story.past(seven, Metric::ContextSwitches), QByteArray("2:100 3:100 3.001:- 29:100"));
    QCOMPARE(textOf(story.history.of(Quantity::Processes)), QByteArray("1:2 3:2 3.001:- 28:2 29:2"));
    QCOMPARE(textOf(story.history.of(Quantity::IoPressure)), QByteArray("2:0.25 3:0.25 3.001:- 29:0.25"));
    QVERIFY(story.history.step() == 1s);
    QVERIFY(*story.history.now() == 29s);
}

void HistoryGapsTest::oneSampleLeftOut()
{
    Story story;
    story.recordAt({1s, 2s, 4s, 5s});
    QCOMPARE(story.past(seven, Metric::Threads), QByteArray("1:1 5:1"));
    QCOMPARE(story.past(seven, Metric::ReadRate), QByteArray("2:100 5:100"));
}

void HistoryGapsTest::tooSlowForTheInterval()
{
    Story story;
    story.interval = 100ms;
    story.recordAt({1s, 2s, 3s, 4s, 5s, 6s});
    QCOMPARE(story.past(seven, Metric::Threads), QByteArray("1:1 1.001:- 2:1 2.001:- 3:1 3.001:- 4:1 6:1"));
}

void HistoryGapsTest::anotherInterval()
{
    Story story;
    story.recordAt({1s, 2s});
    story.interval = 10s;
    story.recordAt({12s, 22s});
    story.interval = 1s;
    story.recordAt({29s, 30s});
    QCOMPARE(story.past(seven, Metric::Threads), QByteArray("1:1 30:1"));
}

/// The read of 7 blocks for 25 s: 5 is measured on time, and 7 late; then it is 5 that has a gap.
void HistoryGapsTest::heldUpInTheMidst()
{
    Story story;
    story.recordAt({1s, 2s});
    auto held = story.sampleAt(3s);
    held.readAt = {3s, 28s};
    story.record(held);
    story.recordAt({29s, 30s});
    QCOMPARE(story.past(five, Metric::Threads), QByteArray("1:1 3:1 3.001:- 29:1 30:1"));
    QCOMPARE(story.past(seven, Metric::Threads), QByteArray("1:1 2:1 2.001:- 28:1 30:1"));
    QCOMPARE(story.past(five, Metric::Cpu), QByteArray("1:0.5 3:0.5 3.001:- 30:0.5"));
    QCOMPARE(story.past(seven, Metric::Cpu), QByteArray("1:0.5 2:0.5 2.001:- 29:0.5 30:0.5"));
    QCOMPARE(story.past(seven, Metric::ReadRate), QByteArray("2:100 2.001:- 29:100 30:100"));
}

/// A rate is over the time that it covers, whatever the moment of the sample.
void HistoryGapsTest::heldUpForAMoment()
{
    Story story;
    story.recordAt({1s, 2s});
    auto held = story.sampleAt(3s);
    held.readAt = {3s, 3900ms};
    story.record(held);
    QVERIFY(*story.history.now() == 3900ms);
    story.recordAt({4s});
    QCOMPARE(story.past(seven, Metric::ReadRate), QByteArray("2:100 4:100"));
}

void HistoryGapsTest::machineReadLate()
{
    Story story;
    story.recordAt({1s, 2s});
    auto held = story.sampleAt(3s);
    held.machine->readAt = 27s;
    story.record(held);
    story.recordAt({28s, 29s});
    QCOMPARE(textOf(story.history.of(Quantity::MemoryFree)), QByteArray("1:0 2:0 2.001:- 27:0 29:0"));
}

void HistoryGapsTest::eachHasItsTurn()
{
    History history;
    for (int second = 0; second <= 32; ++second) {
        auto process = processOf(7, 1);
        process.descriptorsCounted = second % 16 == 0;
        process.descriptorCount = 4;
        if (process.descriptorsCounted)
            process.io = IoCounters{.readBytes = static_cast<std::uint64_t>(second)};
        auto snapshot = snapshotOf({process});
        snapshot.sinceBoot = std::chrono::seconds(second + 1);
        snapshot.interval = 1s;
        history.record(snapshot, {});
    }
    QCOMPARE(textOf(history.find(seven)->of(Metric::Descriptors)), QByteArray("1:4 33:4"));
    QCOMPARE(textOf(history.find(seven)->of(Metric::ReadRate)), QByteArray("17:1 33:1"));
}

/// Nobody asked for it any more, or it could not be told from another one meanwhile.
void HistoryGapsTest::missedItsTurn()
{
    History history;
    for (int second = 0; second <= 20; ++second) {
        auto process = processOf(7, 1);
        if (second <= 1 || second >= 19) {
            process.descriptorsCounted = true;
            process.descriptorCount = 4;
            process.io = IoCounters{.readBytes = static_cast<std::uint64_t>(second)};
            process.contextSwitches = Result<std::uint64_t>(static_cast<std::uint64_t>(second));
        }
        auto snapshot = snapshotOf({process});
        snapshot.sinceBoot = std::chrono::seconds(second + 1);
        history.record(snapshot, {});
    }
    const auto *record = history.find(seven);
    QCOMPARE(textOf(record->of(Metric::Threads)), QByteArray("1:1 21:1"));
    QCOMPARE(textOf(record->of(Metric::Descriptors)), QByteArray("1:4 2:4 2.001:- 20:4 21:4"));
    QCOMPARE(textOf(record->of(Metric::ReadRate)), QByteArray("2:1 2.001:- 21:1"));
    QCOMPARE(textOf(record->of(Metric::ContextSwitches)), QByteArray("2:1 2.001:- 21:1"));
}

/// The limit of descriptors is read of the process that is watched, and in no turn.
void HistoryGapsTest::lookedAtAgain()
{
    using Limit = std::optional<std::uint64_t>;
    History history;
    for (int second = 1; second <= 100; ++second) {
        auto process = processOf(7, 1);
        if (second < 10 || second > 90)
            process.descriptorLimit = Result<Limit>(Limit(1024));
        auto snapshot = snapshotOf({process});
        snapshot.sinceBoot = std::chrono::seconds(second);
        history.record(snapshot, {});
    }
    QCOMPARE(textOf(history.find(seven)->of(Metric::DescriptorLimit)),
             QByteArray("1:1024 9:1024 9.001:- 91:1024 100:1024"));
}

void HistoryGapsTest::otherMeasurements()
{
    Story story;
    story.recordAt({1s});
    for (const auto at : {1s, 3s, 4s, 40s, 41s})
        story.history.record(seven, Metric::Proportional, at, 4096, 2s);
    QCOMPARE(story.past(seven, Metric::Proportional), QByteArray("1:4096 4:4096 4.001:- 40:4096 41:4096"));
}

static const forklore::TestClass<HistoryGapsTest> testClass(__FILE__);
#include "tst_history_gaps.moc"
