// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/session/pace.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

class PaceTest : public QObject {
    Q_OBJECT

private slots:
    void unknownIntervalsJoinAll();
    void oneSampleMayBeLeftOut();
    void slowMachinesHaveTheirOwn();
    void aStallIsNoPace();
    void theIntervalBeforeCountsAsWell();
};

void PaceTest::unknownIntervalsJoinAll()
{
    QVERIFY(Pace().maxDistance(0s) == std::chrono::nanoseconds::max());
}

void PaceTest::oneSampleMayBeLeftOut()
{
    Pace pace;
    QVERIFY(pace.maxDistance(1s) == 2500ms); // at first sight too
    pace.append(1s, 1s);
    QVERIFY(pace.maxDistance(1s) == 2500ms);
    QVERIFY(pace.maxDistance(100ms) == 2500ms); // it was asked for a second ahead
    QVERIFY(pace.maxDistance(10s) == 25s);
}

void PaceTest::slowMachinesHaveTheirOwn()
{
    Pace pace;
    for (int sample = 0; sample < 2; ++sample) {
        pace.append(4s, 100ms);
        QVERIFY(pace.maxDistance(100ms) == 250ms);
    }
    pace.append(5s, 100ms);
    QVERIFY(pace.maxDistance(100ms) == 10s);
    pace.append(100ms, 100ms); // it is fast again
    QVERIFY(pace.maxDistance(100ms) == 250ms);
}

void PaceTest::aStallIsNoPace()
{
    Pace pace;
    for (const auto distance : {1s, 1s, 1s, 25s, 1s, 25s, 25s, 1s})
        pace.append(distance, 1s);
    QVERIFY(pace.maxDistance(1s) == 2500ms);
}

void PaceTest::theIntervalBeforeCountsAsWell()
{
    Pace pace;
    pace.append(1s, 1s);
    pace.append(7s, 10s);
    QVERIFY(pace.maxDistance(1s) == 25s); // until then nobody wanted one sooner
    pace.append(10s, 1s);
    QVERIFY(pace.maxDistance(1s) == 2500ms);
}

static const forklore::TestClass<PaceTest> testClass(__FILE__);
#include "tst_pace.moc"
