// SPDX-License-Identifier: GPL-3.0-or-later
//
// The helper's idle minutes: a change and what a user selects begin them anew, a pane that refreshes itself
// does not.
#include <QTest>

#include "core/operation/idle_time.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

const ProcessId first = {4711, 99};
const ProcessId second = {4712, 99};

Operation read(const ProcessId &id, Section section = Section::Environment)
{
    return {id, ReadProtected{section}};
}

} // namespace

class IdleTimeTest : public QObject {
    Q_OBJECT

private slots:
    void itEndsByItself();
    void aPaneThatRefreshesItselfDoesNotCount();
    void whatAUserDoesCounts();
};

void IdleTimeTest::itEndsByItself()
{
    const IdleTime idle(1h);
    QVERIFY(idle.left(1h) == IdleTime::limit);
    QVERIFY(idle.left(1h + 4min) == 1min);
    QVERIFY(idle.left(1h + IdleTime::limit) == 0ns);
    QVERIFY(idle.left(2h) == 0ns); // a suspended machine
}

void IdleTimeTest::aPaneThatRefreshesItselfDoesNotCount()
{
    IdleTime idle(0s);
    for (auto now = 0s; now < 5min; now += 1s)
        idle.note(read(first), now);
    QVERIFY(idle.left(5min) == 0ns);
}

void IdleTimeTest::whatAUserDoesCounts()
{
    IdleTime idle(0s);
    idle.note(read(first), 1min);
    idle.note(read(first), 2min);
    QVERIFY(idle.left(2min) == 4min);
    idle.note(read(second), 3min); // another process
    QVERIFY(idle.left(3min) == 5min);
    idle.note(read(second, Section::Io), 4min); // another pane
    QVERIFY(idle.left(4min) == 5min);
    idle.note({second, SendSignal{15}}, 5min);
    idle.note({second, SendSignal{15}}, 6min); // asked for twice
    QVERIFY(idle.left(6min) == 5min);
    idle.note(read(second, Section::Io), 7min); // the pane goes on
    QVERIFY(idle.left(7min) == 4min);
}

static const forklore::TestClass<IdleTimeTest> testClass(__FILE__);
#include "tst_idle_time.moc"
