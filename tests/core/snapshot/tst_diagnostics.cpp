// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <QTest>

#include "core/diagnostics/diagnostics.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

Process member(Process process, Pid pgid, Pid sid)
{
    process.stat->pgid = pgid;
    process.stat->sid = sid;
    return process;
}

Process onTerminal(Process process, Pid foreground)
{
    process.stat->ttyDevice = 34816;
    process.stat->ttyForegroundGroup = foreground;
    return process;
}

Process withArea(Process process, std::uint64_t start, std::uint64_t end)
{
    process.stat->argumentsStart = start;
    process.stat->argumentsEnd = end;
    return process;
}

Process in(State state, Process process)
{
    process.stat->state = state;
    return process;
}

/// init 1, a shell 50 on a terminal below it, sshd 20 as a daemon; and the one in question.
class Scene {
public:
    explicit Scene(Process process) : Scene({}, std::move(process)) {}
    Scene(std::vector<Process> more, const Process &process)
    {
        more.push_back(process);
        more.push_back(member(processOf(1, 0, 1, "init"), 1, 1));
        more.push_back(member(processOf(20, 1, 20, "sshd"), 20, 20));
        more.push_back(onTerminal(member(processOf(50, 20, 50, "bash"), 50, 50), 50));
        std::ranges::sort(more, {}, &Process::id);
        m_snapshot = snapshotOf(std::move(more));
        m_snapshot.sinceBoot = 1000s;
        context.process = process;
        context.terminal = "pts/3";
    }
    Scene(const Scene &) = delete;
    Scene &operator=(const Scene &) = delete;

    [[nodiscard]] std::vector<Diagnostic> diagnostics() const { return diagnosticsOn(context); }
    /// The sentence of that kind; empty where no such diagnostic is made.
    [[nodiscard]] QByteArray says(DiagnosticKind kind) const
    {
        for (const auto &diagnostic : diagnostics()) {
            if (diagnostic.kind == kind)
                return bytes(text(diagnostic));
        }
        return {};
    }
    [[nodiscard]] QByteArray headline() const { return bytes(forklore::headline(diagnostics())); }
    Snapshot &snapshot() { return m_snapshot; }

private:
    Snapshot m_snapshot;

public:
    DiagnosticContext context{m_snapshot, {}};
};

LimitUsage usageOf(Resource resource, std::uint64_t used, std::optional<std::uint64_t> soft)
{
    return {resource, Limit{resource, soft, soft}, Result<std::uint64_t>(used)};
}

constexpr Pid self = 70;

} // namespace

class DiagnosticsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kernelThread();
    void init();
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
    void deletedProgram();
    void programInMemory();
    void rewrittenTitle();
    void longTitleIsCutBetweenCharacters();
    void overwrittenEnvironment();
    void otherUser();
    void limits_data();
    void limits();
    void whatIsNotKnownIsPassedOver();
    void weightiestFirst();
    void headlineSaysTheGist();
    void namesLeadToProcesses();
    void everyDiagnosticIsExplained();
};

void DiagnosticsTest::kernelThread()
{
    auto process = processOf(self, 2, 70, "kworker/0:1");
    process.stat->flags = 0x0020'0000u;
    const Scene scene(process);
    QVERIFY(scene.says(DiagnosticKind::KernelThread).startsWith("A kernel thread"));
    QCOMPARE(scene.headline(), QByteArray("a kernel thread"));
    QCOMPARE(scene.diagnostics().size(), std::size_t(1));
}

void DiagnosticsTest::init()
{
    const Scene scene(processOf(1, 0, 1, "systemd"));
    QVERIFY(scene.says(DiagnosticKind::Init).startsWith("Init: the first process"));
    QCOMPARE(scene.headline(), QByteArray("init"));
}

void DiagnosticsTest::initOfAContainer()
{
    Scene scene(processOf(self, 20, 70, "sh"));
    scene.context.look.namespacePids = std::vector<Pid>{self, 1};
    QCOMPARE(
        scene.says(DiagnosticKind::Init),
        QByteArray("The init of a pid namespace, a container as a rule: inside it is process 1, here 70."));
}

void DiagnosticsTest::worker()
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

void DiagnosticsTest::workerByItsName()
{
    const auto master = member(processOf(60, 1, 60, "nginx"), 60, 60);
    const Scene scene({master}, member(processOf(self, 60, 70, "nginx"), 60, 60));
    QCOMPARE(scene.says(DiagnosticKind::Worker),
             QByteArray("A worker, it seems: it has the name and the process group of its parent nginx 60."));
    const Scene other({master}, member(processOf(self, 60, 70, "nginx"), self, 60));
    QVERIFY(other.says(DiagnosticKind::Worker).isEmpty());
}

void DiagnosticsTest::subshell()
{
    const auto shell = withArea(member(processOf(60, 20, 60, "dash"), 60, 60), 0x7000, 0x7020);
    const Scene scene({shell}, withArea(member(processOf(self, 60, 70, "dash"), 60, 60), 0x7000, 0x7020));
    QCOMPARE(scene.headline(), QByteArray("a subshell"));
}

void DiagnosticsTest::shellOfATerminal()
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

void DiagnosticsTest::foregroundAndBackground()
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

void DiagnosticsTest::daemon()
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

void DiagnosticsTest::detachedIsNoDaemon_data()
{
    QTest::addColumn<Pid>("ppid");
    QTest::addColumn<QByteArray>("parent");
    QTest::newRow("by setsid -f, adopted by init") << 1 << QByteArray("init 1");
    QTest::newRow("by setsid") << 20 << QByteArray("sshd 20");
}

void DiagnosticsTest::detachedIsNoDaemon()
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

void DiagnosticsTest::leftOverFromASession()
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

void DiagnosticsTest::memberOfASessionWithoutTerminal()
{
    const auto between = member(processOf(60, 20, 60, "sh"), 20, 20);
    const Scene scene({between}, member(processOf(self, 60, 70, "sleep"), 20, 20));
    QCOMPARE(scene.says(DiagnosticKind::SessionMember),
             QByteArray("Belongs to the session of sshd 20, which has no terminal."));
}

void DiagnosticsTest::plainChild()
{
    const Scene scene(member(processOf(self, 20, 70, "sleep"), 20, 20));
    QCOMPARE(scene.says(DiagnosticKind::Child), QByteArray("A child of sshd 20, without a terminal."));
    QCOMPARE(scene.diagnostics().size(), std::size_t(1)); // an ordinary process gets one calm sentence
    const Scene lost(member(processOf(self, 4711, 70, "sleep"), 20, 20));
    QVERIFY(!lost.diagnostics().empty());
}

void DiagnosticsTest::orphanThatWasWatched()
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

void DiagnosticsTest::orphanBySession_data()
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

void DiagnosticsTest::orphanBySession()
{
    QFETCH(Pid, ppid);
    QFETCH(Pid, sid);
    const Scene scene(onTerminal(member(processOf(self, ppid, 70, "job"), self, sid), 50));
    QTEST(scene.says(DiagnosticKind::Orphan), "said");
}

void DiagnosticsTest::fromOutside()
{
    const Scene scene(member(processOf(self, 0, 70, "sh"), self, self));
    QVERIFY(scene.says(DiagnosticKind::FromOutside).contains("outside of this pid namespace"));
    const Scene first(processOf(1, 0, 1, "init"));
    QVERIFY(first.says(DiagnosticKind::FromOutside).isEmpty());
}

void DiagnosticsTest::innerNamespace()
{
    Scene scene(processOf(self, 20, 70, "sh"));
    scene.context.look.namespacePids = std::vector<Pid>{self, 7};
    QVERIFY(scene.says(DiagnosticKind::InnerNamespace).contains("inside it is process 7."));
    scene.context.look.namespacePids = std::vector<Pid>{self};
    QVERIFY(scene.says(DiagnosticKind::InnerNamespace).isEmpty());
}

void DiagnosticsTest::service()
{
    Scene scene(processOf(self, 1, 70, "cron"));
    scene.context.look.systemdUnit = "cron.service";
    QCOMPARE(scene.says(DiagnosticKind::Service), QByteArray("Part of the systemd unit cron.service."));
}

void DiagnosticsTest::zombie_data()
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

void DiagnosticsTest::zombie()
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

void DiagnosticsTest::zombieWhoseEndWasWatched()
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

void DiagnosticsTest::zombieOfATracer()
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

void DiagnosticsTest::reapedZombie_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("exited") << 0x300 << QByteArray("It has ended, and is no more: it exited 3.");
    QTest::newRow("killed") << 11 << QByteArray("It has ended, and is no more: it was killed by SIGSEGV.");
    QTest::newRow("hidden") << -1 << QByteArray("It has ended, and is no more: how it ended is not known.");
}

/// Of one that is gone nobody has to take the status any more, and what it was is past.
void DiagnosticsTest::reapedZombie()
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

void DiagnosticsTest::leaderEnded()
{
    auto process = in(State::Zombie, processOf(self, 50, 70, "java"));
    process.stat->threads = 3;
    const Scene scene(process);
    QCOMPARE(scene.says(DiagnosticKind::LeaderEnded),
             QByteArray("Its main thread has ended, and 2 others go on."));
    QVERIFY(scene.says(DiagnosticKind::Zombie).isEmpty());
    QVERIFY(scene.headline().endsWith(" that outlives its main thread"));
}

void DiagnosticsTest::stopped_data()
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

void DiagnosticsTest::stopped()
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

void DiagnosticsTest::traced()
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

void DiagnosticsTest::uninterruptible()
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

void DiagnosticsTest::frozen()
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
void DiagnosticsTest::anEndedProcessIsInNoState()
{
    Scene scene(in(State::Zombie, processOf(self, 50, 70, "cp")));
    QVERIFY(!scene.says(DiagnosticKind::Zombie).isEmpty());
    scene.context.process.hasEnded = true;
    QVERIFY(scene.says(DiagnosticKind::Zombie).isEmpty());
}

void DiagnosticsTest::deletedProgram()
{
    Scene scene(processOf(self, 50, 70, "job"));
    scene.context.look.executable = std::optional<Executable>({"/usr/bin/job", true});
    QCOMPARE(scene.says(DiagnosticKind::ProgramDeleted),
             QByteArray("Runs a program that is gone: /usr/bin/job was replaced or removed since."));
    scene.context.look.executable = std::optional<Executable>({"/usr/bin/job", false});
    QVERIFY(scene.says(DiagnosticKind::ProgramDeleted).isEmpty());
}

void DiagnosticsTest::programInMemory()
{
    Scene scene(processOf(self, 50, 70, "job"));
    scene.context.look.executable = std::optional<Executable>({"/memfd:runc", true});
    QCOMPARE(scene.says(DiagnosticKind::ProgramInMemory),
             QByteArray("Runs a program that is no file: “runc”, from memory alone."));
    QVERIFY(scene.says(DiagnosticKind::ProgramDeleted).isEmpty());
}

void DiagnosticsTest::rewrittenTitle()
{
    auto process = withArea(processOf(self, 50, 70, "nginx"), 0x7000, 0x7040);
    process.commandLine = std::string("nginx: worker process\0", 22);
    Scene scene(process); // told by the snapshot alone
    QCOMPARE(scene.says(DiagnosticKind::TitleRewritten),
             QByteArray("Wrote another text over its command line: “nginx: worker process”."));
    QVERIFY(scene.headline().endsWith(" that rewrote its title"));
    scene.context.look.title = Title::Original; // a closer look knows better
    QVERIFY(scene.says(DiagnosticKind::TitleRewritten).isEmpty());
}

void DiagnosticsTest::longTitleIsCutBetweenCharacters()
{
    auto process = processOf(self, 50, 70, "job");
    process.commandLine = std::string(59, 'a') + "äöü";
    Scene scene(process);
    scene.context.look.title = Title::Rewritten;
    QVERIFY(scene.says(DiagnosticKind::TitleRewritten).endsWith("“" + QByteArray(59, 'a') + "…”."));
}

void DiagnosticsTest::overwrittenEnvironment()
{
    Scene scene(processOf(self, 50, 70, "job"));
    scene.context.look.title = Title::Overflown;
    QVERIFY(scene.says(DiagnosticKind::EnvironmentOverwritten).contains("ran over into its environment"));
    QVERIFY(!scene.says(DiagnosticKind::TitleRewritten).isEmpty());
}

void DiagnosticsTest::otherUser()
{
    Scene scene(processOf(self, 50, 70, "passwd"));
    scene.context.process.credentials = Credentials{{1000, 0, 0, 0}, {}};
    QCOMPARE(scene.says(DiagnosticKind::OtherUser),
             QByteArray("Acts with the rights of 0, though it belongs to 1000."));
    scene.context.userName = [](Uid uid) { return std::string(uid == 0 ? "root" : "ada"); };
    QCOMPARE(scene.says(DiagnosticKind::OtherUser),
             QByteArray("Acts with the rights of root, though it belongs to ada."));
    QVERIFY(scene.headline().endsWith(" that acts as root"));
}

void DiagnosticsTest::limits_data()
{
    QTest::addColumn<Resource>("resource");
    QTest::addColumn<quint64>("used");
    QTest::addColumn<quint64>("soft");
    QTest::addColumn<QByteArray>("said");
    const auto mega = quint64(1) << 20;
    QTest::newRow("below") << Resource::OpenFiles << quint64(819) << quint64(1024) << QByteArray();
    QTest::newRow("close") << Resource::OpenFiles << quint64(830) << quint64(1024)
                           << QByteArray("Close to its limit on open files: 830 of 1024 (81 %).");
    QTest::newRow("at it") << Resource::OpenFiles << quint64(1024) << quint64(1024)
                           << QByteArray("At its limit on open files: 1024 of 1024.");
    QTest::newRow("bytes") << Resource::LockedMemory << 15 * mega / 2 << 8 * mega
                           << QByteArray("Close to its limit on locked memory: 7.5 MiB of 8.0 MiB (93 %).");
    QTest::newRow("seconds") << Resource::CpuTime << quint64(59) << quint64(60)
                             << QByteArray("Close to its limit on CPU time: 59 s of 60 s (98 %).");
    QTest::newRow("nothing of nothing") << Resource::LockedMemory << quint64(0) << quint64(0) << QByteArray();
    QTest::newRow("a ceiling, not a stock") << Resource::Nice << quint64(20) << quint64(0) << QByteArray();
    QTest::newRow("without effect") << Resource::ResidentSet << quint64(9) << quint64(9) << QByteArray();
    QTest::newRow("root is not held to it")
        << Resource::Processes << quint64(9) << quint64(9) << QByteArray();
}

void DiagnosticsTest::limits()
{
    QFETCH(Resource, resource);
    QFETCH(quint64, used);
    QFETCH(quint64, soft);
    Scene scene(processOf(self, 50, 70, "job"));
    scene.context.look.limits = std::vector{usageOf(resource, used, soft)};
    const auto near = scene.says(DiagnosticKind::NearLimit);
    QTEST(near.isEmpty() ? scene.says(DiagnosticKind::AtLimit) : near, "said");
    scene.context.look.limits = std::vector{usageOf(resource, used, std::nullopt)}; // unlimited
    QVERIFY((scene.says(DiagnosticKind::NearLimit) + scene.says(DiagnosticKind::AtLimit)).isEmpty());
}

void DiagnosticsTest::whatIsNotKnownIsPassedOver()
{
    const auto denied = failure(ErrorKind::Denied, "denied");
    Scene scene(member(processOf(self, 20, 70, "sleep"), 20, 20));
    scene.context.process.credentials = denied;
    scene.context.process.commandLine = denied;
    scene.context.look.executable = denied;
    scene.context.look.title = Title::Unknown;
    scene.context.look.condition = Condition{denied, denied};
    scene.context.look.limits = denied;
    QCOMPARE(scene.diagnostics().size(), std::size_t(1));
    QVERIFY(Scene(unreadable(self)).diagnostics().empty());
    // Where processes are hidden, one that is not listed need not have ended.
    Scene hidden(member(processOf(self, 1, 70, "cron"), 69, 69));
    hidden.snapshot().othersHidden = true;
    QVERIFY(!hidden.says(DiagnosticKind::Orphan).contains("ended"));
    QVERIFY(!hidden.says(DiagnosticKind::SessionMember).contains("ended"));
}

void DiagnosticsTest::weightiestFirst()
{
    Scene scene(in(State::Stopped, member(processOf(self, 20, 70, "job"), 20, 20)));
    scene.context.look.limits = std::vector{usageOf(Resource::OpenFiles, 9, 9)};
    const auto diagnostics = scene.diagnostics();
    QCOMPARE(diagnostics.size(), std::size_t(3));
    QVERIFY(diagnostics[0].kind == DiagnosticKind::AtLimit);
    QVERIFY(diagnostics[1].kind == DiagnosticKind::Stopped);
    QVERIFY(diagnostics[2].kind == DiagnosticKind::Child);
}

void DiagnosticsTest::headlineSaysTheGist()
{
    Scene scene(in(State::Stopped, member(processOf(self, 1, 70, "job"), self, self)));
    scene.context.look.limits = std::vector{usageOf(Resource::OpenFiles, 9, 9)};
    scene.context.look.title = Title::Rewritten; // the third is one too many
    QCOMPARE(scene.headline(),
             QByteArray("a detached process that is at its limit on open files and is stopped"));
    QVERIFY(headline({}).empty());
}

void DiagnosticsTest::namesLeadToProcesses()
{
    const Scene scene(member(processOf(self, 20, 70, "sleep"), 20, 20));
    const auto sentence = scene.diagnostics().front().sentence;
    QCOMPARE(sentence.size(), std::size_t(3));
    QCOMPARE(bytes(sentence[1].text), QByteArray("sshd 20"));
    QVERIFY(sentence[1].process == (ProcessId{20, 20}));
    QVERIFY(!sentence[0].process && !sentence[2].process);
}

void DiagnosticsTest::everyDiagnosticIsExplained()
{
    Scene scene(in(State::Stopped, member(processOf(self, 1, 70, "job"), 69, 69)));
    scene.context.look.namespacePids = std::vector<Pid>{self, 7};
    scene.context.look.title = Title::Overflown;
    scene.context.look.executable = std::optional<Executable>({"/usr/bin/job", true});
    scene.context.look.condition = Condition{50, std::string()};
    scene.context.look.limits = std::vector{usageOf(Resource::OpenFiles, 9, 9)};
    scene.context.look.systemdUnit = "job.service";
    const auto diagnostics = scene.diagnostics();
    QVERIFY(diagnostics.size() >= 10);
    for (const auto &diagnostic : diagnostics) {
        QVERIFY2(diagnostic.explanation.ends_with('.'), text(diagnostic).c_str());
        QVERIFY2(diagnostic.manual.ends_with(')'), text(diagnostic).c_str());
        QVERIFY2(text(diagnostic).ends_with('.'), text(diagnostic).c_str());
        QVERIFY(!name(diagnostic.kind).empty() && !name(diagnostic.weight).empty());
    }
}

static const forklore::TestClass<DiagnosticsTest> testClass(__FILE__);
#include "tst_diagnostics.moc"
