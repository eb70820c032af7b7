// SPDX-License-Identifier: GPL-3.0-or-later
//
// The state that a process is in: a zombie, ended, stopped, traced, stuck in the kernel, frozen.
#include <csignal>

#include <QTest>

#include "tests/core/snapshot/diagnosed_process.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::diagnosed_process;
using namespace std::chrono_literals;

class DiagnosticsStateTest : public QObject {
    Q_OBJECT

private slots:
    void zombie_data();
    void zombie();
    void zombieWhoseEndWasWatched();
    void zombieOfATracer();
    void reapedZombie_data();
    void reapedZombie();
    void leaderEnded();
    void stopped_data();
    void stopped();
    void traced();
    void uninterruptible();
    void frozen();
    void anEndedProcessIsInNoState();
};

void DiagnosticsStateTest::zombie_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("exited") << 0x300
                            << QByteArray("A zombie: it exited with status 3, and its parent bash 50 has not "
                                          "waited for it.");
    QTest::newRow("killed") << 11
                            << QByteArray(
                                   "A zombie: it was killed by SIGSEGV, and its parent bash 50 has not "
                                   "waited for it.");
    QTest::newRow("hidden") << -1
                            << QByteArray(
                                   "A zombie: it has ended, and its parent bash 50 has not waited for it.");
}

void DiagnosticsStateTest::zombie()
{
    QFETCH(int, status);
    auto process = in(State::Zombie, onTerminal(member(processOf(self, 50, 70, "as"), self, 50), 50));
    process.exitStatus = status < 0 ? Result<ExitStatus>(failure(ErrorKind::Denied, "hidden"))
                                    : ExitStatus::fromWaitStatus(status);
    const Scene scene(process);
    QTEST(scene.says(DiagnosticKind::Zombie), "said");
    QCOMPARE(scene.diagnostics().size(), std::size_t(1)); // what it was is past
    QCOMPARE(scene.headline(), QByteArray("a zombie"));
}

void DiagnosticsStateTest::zombieWhoseEndWasWatched()
{
    Scene scene(in(State::Zombie, processOf(self, 50, 70, "as")));
    scene.context.process.exitStatus = ExitStatus::fromWaitStatus(0x100);
    scene.context.past.stuckState = StuckState{State::Zombie, 977s, 976s};
    QCOMPARE(scene.says(DiagnosticKind::Zombie),
             QByteArray("A zombie: it exited with status 1, 23 s to 24 s ago, and its parent bash 50 has not "
                        "waited for it."));
    scene.context.past.stuckState->lastOther.reset();
    QVERIFY(scene.says(DiagnosticKind::Zombie).contains(", at least 23 s ago, "));
    scene.context.past.stuckState = StuckState{State::Zombie, 1000s - 2h, 1000s - 2h - 1s};
    QVERIFY(scene.says(DiagnosticKind::Zombie).contains(", 2 h ago, "));
}

void DiagnosticsStateTest::zombieOfATracer()
{
    Scene scene({processOf(60, 50, 60, "gdb")}, in(State::Zombie, processOf(self, 50, 70, "as")));
    scene.context.look.condition = Condition{60, std::string()};
    QCOMPARE(
        scene.says(DiagnosticKind::Zombie),
        QByteArray("A zombie: it has ended, and its tracer gdb 60 has not waited for it, which keeps its "
                   "parent from it."));
    scene.context.look.condition = Condition{50, std::string()};
    QVERIFY(scene.says(DiagnosticKind::Zombie).endsWith("its parent bash 50 has not waited for it."));
}

void DiagnosticsStateTest::reapedZombie_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("exited") << 0x300 << QByteArray("It has ended, and is no more: it exited 3.");
    QTest::newRow("killed") << 11 << QByteArray("It has ended, and is no more: it was killed by SIGSEGV.");
    QTest::newRow("hidden") << -1 << QByteArray("It has ended, and is no more: how it ended is not known.");
}

/// Of one that is gone nobody has to take the status any more, and what it was is past.
void DiagnosticsStateTest::reapedZombie()
{
    QFETCH(int, status);
    auto process = in(State::Zombie, processOf(self, 50, 70, "as"));
    process.hasEnded = true;
    process.exitStatus = status < 0 ? Result<ExitStatus>(failure(ErrorKind::Denied, "hidden"))
                                    : ExitStatus::fromWaitStatus(status);
    Scene scene(process);
    scene.context.look.limits = std::vector{usageOf(Resource::OpenFiles, 9, 9)};
    QCOMPARE(scene.diagnostics().size(), std::size_t(1));
    QTEST(scene.says(DiagnosticKind::Ended), "said");
    QCOMPARE(scene.headline(), QByteArray("a process that has ended"));
}

void DiagnosticsStateTest::leaderEnded()
{
    auto process = in(State::Zombie, processOf(self, 50, 70, "java"));
    process.stat->threads = 3;
    const Scene scene(process);
    QCOMPARE(scene.says(DiagnosticKind::LeaderEnded),
             QByteArray("Its main thread has ended, and 2 others go on."));
    QVERIFY(scene.says(DiagnosticKind::Zombie).isEmpty());
    QVERIFY(scene.headline().endsWith(" that outlives its main thread"));
}

void DiagnosticsStateTest::stopped_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("by the terminal") << SIGTSTP << QByteArray("Stopped by SIGTSTP, which Ctrl+Z sends.");
    QTest::newRow("by somebody") << SIGSTOP << QByteArray("Stopped by SIGSTOP.");
    QTest::newRow("not told") << 0 << QByteArray("Stopped by a signal.");
    QTest::newRow("for reading") << SIGTTIN
                                 << QByteArray(
                                        "Stopped by SIGTTIN, which one gets that reads from its terminal "
                                        "while in the background.");
    QTest::newRow("for writing") << SIGTTOU
                                 << QByteArray("Stopped by SIGTTOU, which one gets that writes to its "
                                               "terminal while in the background.");
}

void DiagnosticsStateTest::stopped()
{
    QFETCH(int, signal);
    auto process = in(State::Stopped, processOf(self, 50, 70, "vim"));
    process.stat->exitCode = signal;
    Scene scene(process);
    QTEST(scene.says(DiagnosticKind::Stopped), "said");
    scene.context.past.stuckState = StuckState{State::Stopped, 880s, {}};
    QVERIFY(scene.says(DiagnosticKind::Stopped).endsWith("; every sample of the last 2 min found it so."));
    scene.context.past.stuckState->state = State::Zombie; // that was another state
    QTEST(scene.says(DiagnosticKind::Stopped), "said");
}

void DiagnosticsStateTest::traced()
{
    Scene scene({processOf(60, 50, 60, "gdb")}, processOf(self, 50, 70, "job"));
    scene.context.look.condition = Condition{60, std::string()};
    QCOMPARE(scene.says(DiagnosticKind::Traced), QByteArray("Traced by gdb 60."));
    scene.context.process.stat->state = State::Traced;
    QCOMPARE(scene.says(DiagnosticKind::Traced), QByteArray("Held still by its tracer gdb 60."));
    scene.context.look.condition = Condition{0, std::string()};
    QCOMPARE(scene.says(DiagnosticKind::Traced), QByteArray("Held still by a tracer that is not known."));
    scene.context.process.stat->state = State::Sleeping;
    QVERIFY(scene.says(DiagnosticKind::Traced).isEmpty());
}

void DiagnosticsStateTest::uninterruptible()
{
    Scene scene(in(State::DiskSleep, processOf(self, 50, 70, "cp")));
    QCOMPARE(scene.says(DiagnosticKind::Uninterruptible),
             QByteArray("Waits inside the kernel, where signals wait with it."));
    QVERIFY(scene.diagnostics().front().weight == Weight::WorthKnowing);
    scene.context.look.condition = Condition{0, std::string("nfs_wait_on_request")};
    scene.context.past.stuckState = StuckState{State::DiskSleep, 990s, 989s};
    QCOMPARE(scene.says(DiagnosticKind::Uninterruptible),
             QByteArray("Waits inside the kernel, where signals wait with it, in nfs_wait_on_request; every "
                        "sample of the "
                        "last 10 s found it so."));
    QVERIFY(scene.diagnostics().front().weight == Weight::Trouble);
}

void DiagnosticsStateTest::frozen()
{
    Scene scene(in(State::DiskSleep, processOf(self, 50, 70, "cp")));
    scene.context.look.condition =
        Condition{0, std::string("__refrigerator"), Freeze{Freeze::Version::V1, "/jobs", true}};
    QCOMPARE(scene.says(DiagnosticKind::Frozen),
             QByteArray("Frozen: a control group above its own, /jobs, keeps it from running."));
    QVERIFY(scene.says(DiagnosticKind::Uninterruptible).isEmpty());
    scene.context.process.stat->state = State::Sleeping;
    scene.context.look.condition = Condition{0, std::string("get_signal"), Freeze{}};
    QCOMPARE(scene.says(DiagnosticKind::Frozen),
             QByteArray("Frozen: its control group keeps it from running."));
    scene.context.look.condition =
        Condition{0, std::string(), failure(ErrorKind::Unsupported, "not mounted")};
    QVERIFY(scene.says(DiagnosticKind::Frozen).isEmpty());
}

/// Its parent has waited for the zombie since.
void DiagnosticsStateTest::anEndedProcessIsInNoState()
{
    Scene scene(in(State::Zombie, processOf(self, 50, 70, "cp")));
    QVERIFY(!scene.says(DiagnosticKind::Zombie).isEmpty());
    scene.context.process.hasEnded = true;
    QVERIFY(scene.says(DiagnosticKind::Zombie).isEmpty());
}

static const forklore::TestClass<DiagnosticsStateTest> testClass(__FILE__);
#include "tst_diagnostics_state.moc"
