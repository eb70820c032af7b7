// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process is to others: a kernel thread, a shell, a job, a daemon, an orphan, a part of a service.
#include <QTest>

#include "tests/core/snapshot/diagnosed_process.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::diagnosed_process;

class DiagnosticsRoleTest : public QObject {
    Q_OBJECT

private slots:
    void kernelThread();
    void firstOfTheMachine();
    void initOfAContainer();
    void worker();
    void workerByItsName();
    void subshell();
    void shellOfATerminal();
    void foregroundAndBackground();
    void daemon();
    void detachedIsNoDaemon_data();
    void detachedIsNoDaemon();
    void leftOverFromASession();
    void memberOfASessionWithoutTerminal();
    void plainChild();
    void orphanThatWasWatched();
    void orphanBySession_data();
    void orphanBySession();
    void fromOutside();
    void innerNamespace();
    void service();
};

void DiagnosticsRoleTest::kernelThread()
{
    auto process = processOf(self, 2, 70, "kworker/0:1");
    process.stat->flags = 0x0020'0000u;
    const Scene scene(process);
    QVERIFY(scene.says(DiagnosticKind::KernelThread).startsWith("A kernel thread"));
    QCOMPARE(scene.headline(), QByteArray("a kernel thread"));
    QCOMPARE(scene.diagnostics().size(), std::size_t(1));
}

void DiagnosticsRoleTest::firstOfTheMachine()
{
    const Scene scene(processOf(1, 0, 1, "systemd"));
    QVERIFY(scene.says(DiagnosticKind::Init).startsWith("Init: the first process"));
    QCOMPARE(scene.headline(), QByteArray("init"));
}

void DiagnosticsRoleTest::initOfAContainer()
{
    Scene scene(processOf(self, 20, 70, "sh"));
    scene.context.look.namespacePids = std::vector<Pid>{self, 1};
    QCOMPARE(
        scene.says(DiagnosticKind::Init),
        QByteArray("The init of a pid namespace, a container as a rule: inside it is process 1, here 70."));
}

void DiagnosticsRoleTest::worker()
{
    const auto master = withArea(member(processOf(60, 1, 60, "nginx"), 60, 60), 0x7000, 0x7020);
    const Scene scene({master}, withArea(member(processOf(self, 60, 70, "renamed"), 60, 60), 0x7000, 0x7020));
    QCOMPARE(scene.says(DiagnosticKind::Worker),
             QByteArray("A worker: a forked copy of nginx 60 that runs the same program."));
    QCOMPARE(scene.headline(), QByteArray("a worker"));
    // The same name, but another program was started since.
    const Scene other({master}, withArea(member(processOf(self, 60, 70, "nginx"), 60, 60), 0x8000, 0x8020));
    QVERIFY(other.says(DiagnosticKind::Worker).isEmpty());
}

void DiagnosticsRoleTest::workerByItsName()
{
    const auto master = member(processOf(60, 1, 60, "nginx"), 60, 60);
    const Scene scene({master}, member(processOf(self, 60, 70, "nginx"), 60, 60));
    QCOMPARE(scene.says(DiagnosticKind::Worker),
             QByteArray("A worker, it seems: it has the name and the process group of its parent nginx 60."));
    const Scene other({master}, member(processOf(self, 60, 70, "nginx"), self, 60));
    QVERIFY(other.says(DiagnosticKind::Worker).isEmpty());
}

void DiagnosticsRoleTest::subshell()
{
    const auto shell = withArea(member(processOf(60, 20, 60, "dash"), 60, 60), 0x7000, 0x7020);
    const Scene scene({shell}, withArea(member(processOf(self, 60, 70, "dash"), 60, 60), 0x7000, 0x7020));
    QCOMPARE(scene.headline(), QByteArray("a subshell"));
}

void DiagnosticsRoleTest::shellOfATerminal()
{
    const Scene here(onTerminal(member(processOf(self, 20, 70, "zsh"), self, self), self));
    QCOMPARE(
        here.says(DiagnosticKind::SessionLeader),
        QByteArray("A shell, which leads the session on terminal pts/3, which it has in the foreground."));
    const auto editor = onTerminal(member(processOf(80, self, 80, "vim"), 80, self), 80);
    const Scene behind({editor}, onTerminal(member(processOf(self, 20, 70, "zsh"), self, self), 80));
    QCOMPARE(
        behind.says(DiagnosticKind::SessionLeader),
        QByteArray("A shell, which leads the session on terminal pts/3, where vim 80 is in the foreground."));
    QCOMPARE(behind.headline(), QByteArray("a shell on terminal pts/3"));
    Scene other(onTerminal(member(processOf(self, 20, 70, "screen"), self, self), self));
    QVERIFY(other.says(DiagnosticKind::SessionLeader).startsWith("The program that leads the session"));
    other.context.terminal.reset();
    QCOMPARE(other.headline(), QByteArray("the leader of the session on its terminal"));
}

void DiagnosticsRoleTest::foregroundAndBackground()
{
    const Scene foreground(onTerminal(member(processOf(self, 50, 70, "make"), self, 50), self));
    QCOMPARE(foreground.says(DiagnosticKind::Foreground),
             QByteArray("A program in the foreground of terminal pts/3."));
    const Scene background(onTerminal(member(processOf(self, 50, 70, "make"), self, 50), 50));
    QCOMPARE(background.says(DiagnosticKind::Background),
             QByteArray("A background job of terminal pts/3, where bash 50 is in the foreground."));
    const Scene unknown(onTerminal(member(processOf(self, 50, 70, "make"), self, 50), 4711));
    QCOMPARE(unknown.says(DiagnosticKind::Background),
             QByteArray("A background job of terminal pts/3, now in the background."));
}

void DiagnosticsRoleTest::daemon()
{
    const auto manager = member(processOf(60, 1, 60, "systemd"), 60, 60);
    Scene scene({manager}, member(processOf(self, 60, 70, "cron"), self, self));
    QVERIFY(scene.says(DiagnosticKind::Daemon).isEmpty()); // nobody looked for its unit
    scene.context.look.systemdUnit = "cron.service";
    QCOMPARE(
        scene.says(DiagnosticKind::Daemon),
        QByteArray("Runs as a daemon, in cron.service: it leads a session of its own, without a terminal, "
                   "and its parent is systemd 60."));
    QVERIFY(scene.says(DiagnosticKind::Orphan).isEmpty());
    QCOMPARE(scene.headline(), QByteArray("a daemon"));
    for (const auto *unit : {"session-3.scope", "app-gnome-editor@12.service"}) {
        scene.context.look.systemdUnit = unit;
        QVERIFY2(scene.says(DiagnosticKind::Daemon).isEmpty(), unit);
    }
    scene.context.look.systemdUnit = "cron.service";
    scene.context.past.bornOf = ProcessRef{{61, 61}, "sh"}; // started by a job of it
    QVERIFY(scene.says(DiagnosticKind::Daemon).isEmpty());
}

void DiagnosticsRoleTest::detachedIsNoDaemon_data()
{
    QTest::addColumn<Pid>("ppid");
    QTest::addColumn<QByteArray>("parent");
    QTest::newRow("by setsid -f, adopted by init") << 1 << QByteArray("init 1");
    QTest::newRow("by setsid") << 20 << QByteArray("sshd 20");
}

void DiagnosticsRoleTest::detachedIsNoDaemon()
{
    QFETCH(Pid, ppid);
    QFETCH(QByteArray, parent);
    const Scene scene(member(processOf(self, ppid, 70, "sleep"), self, self));
    QVERIFY(scene.says(DiagnosticKind::Daemon).isEmpty());
    QCOMPARE(
        scene.says(DiagnosticKind::Detached),
        "Detached from terminals: it leads a session of its own, without a terminal, and its parent is " +
            parent + '.');
    QVERIFY(scene.says(DiagnosticKind::Orphan).isEmpty()); // it may have been its child from the start
    QCOMPARE(scene.headline(), QByteArray("a detached process"));
}

void DiagnosticsRoleTest::leftOverFromASession()
{
    const Scene scene(member(processOf(self, 1, 70, "sleep"), 69, 69));
    QVERIFY(scene.says(DiagnosticKind::Daemon).isEmpty());
    QCOMPARE(scene.says(DiagnosticKind::SessionMember),
             QByteArray("Left over from the session of process 69, which has ended. It has no terminal, and "
                        "its parent is init 1."));
    QCOMPARE(
        scene.says(DiagnosticKind::Orphan),
        QByteArray("An orphan, adopted by init 1: it descends from process 69, which led its session and "
                   "has ended."));
    QCOMPARE(scene.headline(), QByteArray("a process without a terminal"));
}

void DiagnosticsRoleTest::memberOfASessionWithoutTerminal()
{
    const auto between = member(processOf(60, 20, 60, "sh"), 20, 20);
    const Scene scene({between}, member(processOf(self, 60, 70, "sleep"), 20, 20));
    QCOMPARE(scene.says(DiagnosticKind::SessionMember),
             QByteArray("Belongs to the session of sshd 20, which has no terminal."));
}

void DiagnosticsRoleTest::plainChild()
{
    const Scene scene(member(processOf(self, 20, 70, "sleep"), 20, 20));
    QCOMPARE(scene.says(DiagnosticKind::Child), QByteArray("A child of sshd 20, without a terminal."));
    QCOMPARE(scene.diagnostics().size(), std::size_t(1)); // an ordinary process gets one calm sentence
    const Scene lost(member(processOf(self, 4711, 70, "sleep"), 20, 20));
    QVERIFY(!lost.diagnostics().empty());
}

void DiagnosticsRoleTest::orphanThatWasWatched()
{
    Scene scene(member(processOf(self, 1, 70, "job"), self, self));
    scene.context.past.bornOf = ProcessRef{{4102, 60}, "make"};
    QCOMPARE(scene.says(DiagnosticKind::Orphan),
             QByteArray("An orphan: its parent make 4102 has ended, and init 1 has adopted it."));
    QCOMPARE(scene.headline(), QByteArray("a detached process that is an orphan, born of make 4102"));
    scene.context.past.originEnd = "exited 1 after 1.0 s";
    QCOMPARE(scene.says(DiagnosticKind::Orphan),
             QByteArray("An orphan: its parent make 4102 exited 1 after 1.0 s, and init 1 has adopted it."));
}

void DiagnosticsRoleTest::orphanBySession_data()
{
    QTest::addColumn<Pid>("ppid");
    QTest::addColumn<Pid>("sid");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("born in a session that init was never in")
        << 1 << 50
        << QByteArray("An orphan, adopted by init 1: it descends from bash 50, which leads its session.");
    QTest::newRow("of a session that began after its parent")
        << 20 << 50
        << QByteArray("An orphan, adopted by sshd 20: it descends from bash 50, which leads its session.");
    QTest::newRow("of a session that its parent, a leader, may have left")
        << 50 << 20
        << QByteArray(
               "Probably an orphan, adopted by bash 50: it descends from sshd 20, which leads its session.");
    QTest::newRow("of the parent's session") << 50 << 50 << QByteArray();
    QTest::newRow("leads its own") << 1 << self << QByteArray();
    QTest::newRow("of a session outside of the namespace") << 1 << 0 << QByteArray();
}

void DiagnosticsRoleTest::orphanBySession()
{
    QFETCH(Pid, ppid);
    QFETCH(Pid, sid);
    const Scene scene(onTerminal(member(processOf(self, ppid, 70, "job"), self, sid), 50));
    QTEST(scene.says(DiagnosticKind::Orphan), "said");
}

void DiagnosticsRoleTest::fromOutside()
{
    const Scene scene(member(processOf(self, 0, 70, "sh"), self, self));
    QVERIFY(scene.says(DiagnosticKind::FromOutside).contains("outside of this pid namespace"));
    const Scene first(processOf(1, 0, 1, "init"));
    QVERIFY(first.says(DiagnosticKind::FromOutside).isEmpty());
}

void DiagnosticsRoleTest::innerNamespace()
{
    Scene scene(processOf(self, 20, 70, "sh"));
    scene.context.look.namespacePids = std::vector<Pid>{self, 7};
    QVERIFY(scene.says(DiagnosticKind::InnerNamespace).contains("inside it is process 7."));
    scene.context.look.namespacePids = std::vector<Pid>{self};
    QVERIFY(scene.says(DiagnosticKind::InnerNamespace).isEmpty());
}

void DiagnosticsRoleTest::service()
{
    Scene scene(processOf(self, 1, 70, "cron"));
    scene.context.look.systemdUnit = "cron.service";
    QCOMPARE(scene.says(DiagnosticKind::Service), QByteArray("Part of the systemd unit cron.service."));
}

static const forklore::TestClass<DiagnosticsRoleTest> testClass(__FILE__);
#include "tst_diagnostics_role.moc"
