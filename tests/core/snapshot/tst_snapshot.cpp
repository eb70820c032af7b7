// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <functional>

#include "core/snapshot/snapshot.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

Process inState(Pid pid, State state, std::uint32_t threads = 1)
{
    auto process = processOf(pid, 1);
    process.stat->state = state;
    process.stat->threads = threads;
    return process;
}

} // namespace

class SnapshotTest : public QObject {
    Q_OBJECT

private slots:
    void lookups();
    void counts();
    void names();
    void identitiesHashApart();
};

void SnapshotTest::lookups()
{
    const auto snapshot = snapshotOf({processOf(1, 0, 3), processOf(5, 1, 50), unreadable(9)});
    QVERIFY(snapshot.find({5, 50}) == &snapshot.processes[1]);
    QVERIFY(snapshot.find({5, 51}) == nullptr);
    QVERIFY(snapshot.find({4, 50}) == nullptr);
    QVERIFY(snapshot.find({9, ProcessId::unknownStart}) == &snapshot.processes[2]);
    QVERIFY(snapshot.withPid(5) == &snapshot.processes[1]);
    for (const Pid missing : {-1, 0, 2, 10})
        QVERIFY(snapshot.withPid(missing) == nullptr);
    QVERIFY(Snapshot().withPid(1) == nullptr);
}

void SnapshotTest::counts()
{
    const auto snapshot =
        snapshotOf({inState(1, State::Sleeping, 4), inState(2, State::Running), inState(3, State::Stopped),
                    inState(4, State::Traced), inState(5, State::Zombie),
                    inState(6, State::Zombie, 2), // the leader alone has ended
                    inState(7, State::DiskSleep), inState(8, State::Idle), unreadable(9)});
    QVERIFY(census(snapshot) == (Census{9, 12, 1, 2, 1}));
    QVERIFY(census({}) == Census{});
}

void SnapshotTest::names()
{
    QCOMPARE(bytes(nameOf(processOf(1, 0, 3, "init"))), raw("init"));
    QCOMPARE(bytes(nameOf(unreadable(9))), raw("?"));
}

void SnapshotTest::identitiesHashApart()
{
    const std::hash<ProcessId> hash;
    QCOMPARE(hash({5, 50}), hash({5, 50}));
    QVERIFY(hash({5, 50}) != hash({5, 51}));
    QVERIFY(hash({5, 50}) != hash({50, 5}));
    QVERIFY((ProcessId{5, 50} < ProcessId{5, 51}) && (ProcessId{5, 51} < ProcessId{6, 0}));
}

static const forklore::TestClass<SnapshotTest> testClass(__FILE__);
#include "tst_snapshot.moc"
