// SPDX-License-Identifier: GPL-3.0-or-later
//
// A section rests after it was read, in proportion to what the reading took: on a clock of the test's own.
#include <atomic>

#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/live/inspections.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

/// A worker whose readings take as long as the test says, without taking any time.
struct SlowMachine {
    std::atomic<std::chrono::milliseconds> now = 0ms;
    std::atomic<std::chrono::milliseconds> cost = 200ms;
    std::atomic<int> memoryReadings = 0;

    SectionValue read(const InspectionRequest &request)
    {
        if (request.section != Section::Mappings)
            return Result<IoCounters>();
        ++memoryReadings;
        now = now.load() + cost.load();
        return MemoryUse{};
    }
    void passes(std::chrono::milliseconds time) { now = now.load() + time; }
};

constexpr ProcessId one{1, 1};
constexpr ProcessId another{2, 2};

} // namespace

class TestRestingSections : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aSlowReadingIsNotRepeatedAtOnce();
    void aQuickReadingIs();
    void whatAReadingTookIsToldWithIt();
    void anotherProcessIsReadAtOnce();
    void aProcessThatIsSelectedAgainIsReadAtOnce();
    void aWishThatWaitedIsDroppedWhileItsSectionRests();
    void anEmptyViewDoesNotWaitForTheRest();

private:
    void ask(const ProcessId &id, Section section)
    {
        m_inspections->ask({id, section, std::make_shared<const Snapshot>()});
    }
    void awaitWorker() { QTRY_VERIFY(!m_inspections->isReading()); }

    SlowMachine m_machine;
    std::vector<Inspection> m_answers;
    std::unique_ptr<Inspections> m_inspections;
};

void TestRestingSections::init()
{
    m_inspections.reset();
    m_answers.clear();
    m_machine.now = 0ms;
    m_machine.cost = 200ms;
    m_machine.memoryReadings = 0;
    m_inspections = std::make_unique<Inspections>(
        [this](const InspectionRequest &request) { return m_machine.read(request); },
        [this] { return std::chrono::steady_clock::time_point(m_machine.now.load()); });
    connect(m_inspections.get(), &Inspections::inspected, this,
            [this](const Inspection &inspection) { m_answers.push_back(inspection); });
}

void TestRestingSections::aSlowReadingIsNotRepeatedAtOnce()
{
    ask(one, Section::Mappings);
    QTRY_COMPARE(m_answers.size(), 1U);
    for (const auto time : {0ms, 1000ms, 999ms}) { // 200 ms: it rests for 2 s
        m_machine.passes(time);
        ask(one, Section::Mappings);
        awaitWorker();
        QCOMPARE(m_machine.memoryReadings.load(), 1);
    }
    m_machine.passes(1ms);
    ask(one, Section::Mappings);
    awaitWorker();
    QCOMPARE(m_machine.memoryReadings.load(), 2);
}

void TestRestingSections::aQuickReadingIs()
{
    m_machine.cost = 0ms;
    for (int reading = 1; reading <= 3; ++reading) {
        ask(one, Section::Mappings);
        awaitWorker();
        QCOMPARE(m_machine.memoryReadings.load(), reading);
    }
}

void TestRestingSections::whatAReadingTookIsToldWithIt()
{
    m_machine.passes(5000ms);
    ask(one, Section::Mappings);
    QTRY_COMPARE(m_answers.size(), 1U);
    QCOMPARE(m_answers.front().took, std::chrono::nanoseconds(200ms));
    QCOMPARE(m_answers.front().readAt.time_since_epoch(), std::chrono::nanoseconds(5200ms));
}

void TestRestingSections::anotherProcessIsReadAtOnce()
{
    ask(one, Section::Mappings);
    QTRY_COMPARE(m_answers.size(), 1U);
    ask(another, Section::Mappings);
    QTRY_COMPARE(m_answers.size(), 2U);
    ask({1, 7}, Section::Mappings); // with the pid of the first
    QTRY_COMPARE(m_answers.size(), 3U);
}

void TestRestingSections::aProcessThatIsSelectedAgainIsReadAtOnce()
{
    for (const auto &id : {one, another, one}) {
        ask(id, Section::Mappings);
        awaitWorker();
    }
    QCOMPARE(m_machine.memoryReadings.load(), 3); // its pane has shown another one since
}

void TestRestingSections::aWishThatWaitedIsDroppedWhileItsSectionRests()
{
    ask(one, Section::Mappings);
    ask(one, Section::Mappings); // kept while the first is under way
    QTRY_COMPARE(m_answers.size(), 1U);
    awaitWorker();
    QCOMPARE(m_machine.memoryReadings.load(), 1);
}

/// Its pane has shown one that had ended, without a reading, since.
void TestRestingSections::anEmptyViewDoesNotWaitForTheRest()
{
    const auto awaited = [this] {
        m_inspections->ask({one, Section::Mappings, std::make_shared<const Snapshot>(), true});
    };
    ask(one, Section::Mappings);
    QTRY_COMPARE(m_answers.size(), 1U);
    awaited();
    awaited(); // kept meanwhile: the answer to the first fills the view
    QTRY_COMPARE(m_answers.size(), 2U);
    awaitWorker();
    QCOMPARE(m_machine.memoryReadings.load(), 2);
}

static const forklore::TestClass<TestRestingSections> testClass(__FILE__);
#include "tst_resting_sections.moc"
