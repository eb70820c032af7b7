// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/snapshot/process_group.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

Process member(Pid pid, Pid ppid, Pid group, Pid session, State state = State::Sleeping)
{
    auto process = processOf(pid, ppid);
    process.stat->pgid = group;
    process.stat->sid = session;
    process.stat->state = state;
    return process;
}

/// A shell, its job 20 of two processes, and a daemon in a session of its own.
std::vector<Process> machine()
{
    return {member(1, 0, 1, 1), member(10, 1, 10, 10), member(20, 10, 20, 10), member(21, 20, 20, 10),
            member(30, 1, 30, 30)};
}

} // namespace

class ProcessGroupTest : public QObject {
    Q_OBJECT

private slots:
    void aJobIsMindedByItsShell() { QVERIFY(isOrphanedGroup(snapshotOf(machine()), 20) == false); }

    void theShellsOwnGroupIsOrphaned()
    {
        QVERIFY(isOrphanedGroup(snapshotOf(machine()), 10) == true);
        QVERIFY(isOrphanedGroup(snapshotOf(machine()), 30) == true);
    }

    void aJobThatLostItsShellIsOrphaned()
    {
        auto processes = machine();
        processes[1].stat->state =
            State::Zombie; // a zombie minds its children as before, until it is no more
        QVERIFY(isOrphanedGroup(snapshotOf(processes), 20) == false);
        processes.erase(processes.begin() + 1);
        processes[1].stat->ppid = 1;
        QVERIFY(isOrphanedGroup(snapshotOf(processes), 20) == true);
    }

    void aZombieIsNoMember()
    {
        auto processes = machine();
        processes[2].stat->state = State::Zombie;
        processes[3].stat->ppid = 1;
        QVERIFY(isOrphanedGroup(snapshotOf(processes), 20) == true);
    }

    void whatIsNotKnownIsNotGuessed()
    {
        QVERIFY(!isOrphanedGroup(snapshotOf(machine()), 99)); // nobody is in it
        QVERIFY(!isOrphanedGroup(snapshotOf(machine()), 0));  // its leader is in an outer namespace
        QVERIFY(!isOrphanedGroup(snapshotOf({}), 20));
        auto processes = machine();
        processes.erase(processes.begin() + 1); // hidden, or not yet listed
        QVERIFY(!isOrphanedGroup(snapshotOf(processes), 20));
        QVERIFY(!isOrphanedGroup(snapshotOf(machine()), 1)); // the parent of 1 is outside
    }

    void initOfAContainerMayBeTheShell()
    {
        // Whether pid 1 is the machine's own init, which counts for nothing, is not in a snapshot.
        auto processes = machine();
        processes[2].stat->ppid = 1;
        processes[2].stat->sid = processes[3].stat->sid = 1;
        QVERIFY(!isOrphanedGroup(snapshotOf(processes), 20));
    }
};

static const forklore::TestClass<ProcessGroupTest> testClass(__FILE__);
#include "tst_process_group.moc"
