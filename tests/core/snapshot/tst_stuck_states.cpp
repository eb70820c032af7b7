// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/snapshot/stuck_states.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

class StuckStatesTest : public QObject {
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

    StuckStates m_stuckStates;
    std::shared_ptr<const Snapshot> m_before;
};

void StuckStatesTest::init()
{
    m_stuckStates = {};
    m_before = std::make_shared<Snapshot>();
}

void StuckStatesTest::see(std::vector<Process> processes, std::chrono::seconds at)
{
    auto snapshot = std::make_shared<Snapshot>(snapshotOf(std::move(processes)));
    snapshot->sinceBoot = at;
    m_stuckStates.apply(snapshot, difference(*m_before, *snapshot));
    m_before = snapshot;
}

Process StuckStatesTest::in(State state)
{
    auto process = processOf(9, 1, 9);
    process.stat->state = state;
    return process;
}

void StuckStatesTest::whoGoesOnStandsNotStill()
{
    see({processOf(1, 0, 1), processOf(9, 1, 9)}, 1s);
    see({processOf(1, 0, 1), processOf(9, 1, 9)}, 2s);
    QVERIFY(!m_stuckStates.of({9, 9}));
    QVERIFY(!m_stuckStates.of({4711, 1}));
}

void StuckStatesTest::zombieIsBracketed()
{
    see({in(State::Sleeping)}, 1s);
    see({in(State::Zombie)}, 2s);
    see({in(State::Zombie)}, 3s);
    QVERIFY(m_stuckStates.of({9, 9}) == (StuckState{State::Zombie, 2s, 1s}));
}

void StuckStatesTest::zombieOfTheFirstSampleHasNoEarlierBound()
{
    see({in(State::Zombie)}, 1s);
    see({in(State::Zombie)}, 2s);
    QVERIFY(m_stuckStates.of({9, 9}) == (StuckState{State::Zombie, 1s, {}}));
}

void StuckStatesTest::anotherStateBeginsAnew()
{
    see({in(State::Stopped)}, 1s);
    see({in(State::DiskSleep)}, 2s);
    QVERIFY(m_stuckStates.of({9, 9}) == (StuckState{State::DiskSleep, 2s, 1s}));
    see({in(State::Running)}, 3s);
    QVERIFY(!m_stuckStates.of({9, 9}));
}

void StuckStatesTest::whoRanInBetweenBeginsAnew()
{
    auto process = in(State::DiskSleep);
    see({process}, 1s);
    see({process}, 2s);
    QVERIFY(m_stuckStates.of({9, 9}) == (StuckState{State::DiskSleep, 1s, {}}));
    *process.stat->systemTicks += 1;
    see({process}, 3s);
    QVERIFY(m_stuckStates.of({9, 9}) == (StuckState{State::DiskSleep, 3s, 2s}));
}

void StuckStatesTest::theEndedAreForgotten()
{
    see({in(State::Zombie)}, 1s);
    see({}, 2s);
    QVERIFY(!m_stuckStates.of({9, 9}));
}

static const forklore::TestClass<StuckStatesTest> testClass(__FILE__);
#include "tst_stuck_states.moc"
