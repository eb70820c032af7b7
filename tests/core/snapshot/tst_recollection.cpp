// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/snapshot/recollection.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

class RecollectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whoGoesOnStandsNotStill();
    void zombieIsBracketed();
    void zombieOfTheFirstSampleHasNoEarlierBound();
    void anotherStateBeginsAnew();
    void whoRanInBetweenBeginsAnew();
    void theEndedAreForgotten();

private:
    void see(std::vector<Process> processes, std::chrono::seconds at);
    static Process in(State state);

    Recollection m_recollection;
    std::shared_ptr<const Snapshot> m_before;
};

void RecollectionTest::init()
{
    m_recollection = {};
    m_before = std::make_shared<Snapshot>();
}

void RecollectionTest::see(std::vector<Process> processes, std::chrono::seconds at)
{
    auto snapshot = std::make_shared<Snapshot>(snapshotOf(std::move(processes)));
    snapshot->sinceBoot = at;
    m_recollection.take(snapshot, difference(*m_before, *snapshot));
    m_before = snapshot;
}

Process RecollectionTest::in(State state)
{
    auto process = processOf(9, 1, 9);
    process.stat->state = state;
    return process;
}

void RecollectionTest::whoGoesOnStandsNotStill()
{
    see({processOf(1, 0, 1), processOf(9, 1, 9)}, 1s);
    see({processOf(1, 0, 1), processOf(9, 1, 9)}, 2s);
    QVERIFY(!m_recollection.of({9, 9}));
    QVERIFY(!m_recollection.of({4711, 1}));
}

void RecollectionTest::zombieIsBracketed()
{
    see({in(State::Sleeping)}, 1s);
    see({in(State::Zombie)}, 2s);
    see({in(State::Zombie)}, 3s);
    QVERIFY(m_recollection.of({9, 9}) == (Standstill{State::Zombie, 2s, 1s}));
}

void RecollectionTest::zombieOfTheFirstSampleHasNoEarlierBound()
{
    see({in(State::Zombie)}, 1s);
    see({in(State::Zombie)}, 2s);
    QVERIFY(m_recollection.of({9, 9}) == (Standstill{State::Zombie, 1s, {}}));
}

void RecollectionTest::anotherStateBeginsAnew()
{
    see({in(State::Stopped)}, 1s);
    see({in(State::DiskSleep)}, 2s);
    QVERIFY(m_recollection.of({9, 9}) == (Standstill{State::DiskSleep, 2s, 1s}));
    see({in(State::Running)}, 3s);
    QVERIFY(!m_recollection.of({9, 9}));
}

void RecollectionTest::whoRanInBetweenBeginsAnew()
{
    auto process = in(State::DiskSleep);
    see({process}, 1s);
    see({process}, 2s);
    QVERIFY(m_recollection.of({9, 9}) == (Standstill{State::DiskSleep, 1s, {}}));
    *process.stat->systemTicks += 1;
    see({process}, 3s);
    QVERIFY(m_recollection.of({9, 9}) == (Standstill{State::DiskSleep, 3s, 2s}));
}

void RecollectionTest::theEndedAreForgotten()
{
    see({in(State::Zombie)}, 1s);
    see({}, 2s);
    QVERIFY(!m_recollection.of({9, 9}));
}

static const forklore::TestClass<RecollectionTest> testClass(__FILE__);
#include "tst_recollection.moc"
