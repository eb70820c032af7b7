// SPDX-License-Identifier: GPL-3.0-or-later
//
// Diagnostics on processes that are what the diagnostics say.
#include <QTest>

#include <unistd.h>

#include "core/diagnostics/diagnostics.h"
#include "core/session/timelines.h"
#include "core/snapshot/forest.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

/// What is remarked on a process of this machine just now.
std::vector<Diagnostic> diagnosticsOnPid(Pid pid)
{
    const auto snapshot = sampleNow();
    const auto inspector = inspectorOfMachine();
    const auto *process = snapshot ? snapshot->withPid(pid) : nullptr;
    if (!process || !process->stat || !inspector)
        return {};
    DiagnosticContext context{*snapshot, *process};
    context.terminal = inspector->terminal(process->stat->ttyDevice.value_or(0));
    if (auto look = inspector->closerLook(process->id, *snapshot))
        context.look = std::move(*look);
    return diagnosticsOn(context);
}

QByteArray said(const std::vector<Diagnostic> &diagnostics, DiagnosticKind kind)
{
    for (const auto &diagnostic : diagnostics) {
        if (diagnostic.kind == kind)
            return bytes(text(diagnostic));
    }
    return {};
}

QByteArray said(Pid pid, DiagnosticKind kind)
{
    return said(diagnosticsOnPid(pid), kind);
}

QByteArray named(Pid pid)
{
    return witness::procFile(pid, "comm").trimmed() + ' ' + QByteArray::number(pid);
}

const QByteArray subjectName = "forklore-subjec";

} // namespace

class LiveDiagnostics : public QObject {
    Q_OBJECT

private slots:
    void kernelThreads();
    void theFirstProcess();
    void anInnerInitAndItsChild();
    void aForkedCopy();
    void aPlainChild();
    void jobsOfATerminal();
    void leaderOfASession();
    void daemon();
    void orphan();
    void orphanThatWasWatched();
    void zombies();
    void leaderThatEnded();
    void stopped();
    void traced();
    void uninterruptible();
    void deletedProgram();
    void programInMemory();
    void rewrittenTitles();
    void otherUser();
    void limits();
};

void LiveDiagnostics::kernelThreads()
{
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    for (const auto &process : snapshot->processes) { // none of them where a container hides them
        const auto diagnostics = diagnosticsOn({*snapshot, process});
        QCOMPARE(!said(diagnostics, DiagnosticKind::KernelThread).isEmpty(), process.isKernelThread());
    }
}

void LiveDiagnostics::theFirstProcess()
{
    QVERIFY(said(1, DiagnosticKind::Init).startsWith("Init: the first process"));
}

void LiveDiagnostics::anInnerInitAndItsChild()
{
    const Subject subject({"init-and-child"});
    QVERIFY2(subject.stands(), subject.complaint());
    QVERIFY(geteuid() != 0 || subject.fact("permitted") == "1");
    if (subject.fact("permitted") != "1") // the machine forbids it to users
        return;
    QVERIFY(said(subject.child(), DiagnosticKind::Init)
                .endsWith("inside it is process 1, here " + subject.fact("child") + "."));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto inner = forklore::children(*snapshot, snapshot->withPid(subject.child())->id);
    QCOMPARE(inner.size(), std::size_t(1));
    QVERIFY(said(inner[0].id.pid, DiagnosticKind::InnerNamespace).endsWith("inside it is process 2."));
}

void LiveDiagnostics::aForkedCopy()
{
    const Subject subject({"pgid"});
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(said(subject.child(), DiagnosticKind::Worker),
             "A worker: a forked copy of " + named(subject.pid()) + " that runs the same program.");
    QVERIFY(said(subject.pid(), DiagnosticKind::Worker).isEmpty()); // Qt forked it, and it has execed
}

void LiveDiagnostics::aPlainChild()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto diagnostics = diagnosticsOnPid(subject.pid());
    QVERIFY(!diagnostics.empty());
    QVERIFY(diagnostics.back().kind <= DiagnosticKind::Child ||
            diagnostics.back().kind == DiagnosticKind::Service);
    for (const auto &diagnostic : diagnostics)
        QVERIFY2(diagnostic.weight == Weight::Usual, text(diagnostic).c_str());
}

void LiveDiagnostics::jobsOfATerminal()
{
    const Subject subject({"jobs"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto terminal = subject.fact("terminal").mid(5); // without "/dev/"
    const auto foreground = subject.fact("foreground").toInt();
    // All of them are forked copies here, which is said before what they are to the terminal.
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto of = [&](Pid pid) {
        DiagnosticContext context{*snapshot, *snapshot->withPid(pid), terminal.toStdString()};
        context.process.stat->argumentsStart = 1; // as though it had execed
        return diagnosticsOn(context);
    };
    QCOMPARE(said(of(foreground), DiagnosticKind::Foreground),
             "A program in the foreground of terminal " + terminal + ".");
    QCOMPARE(said(of(subject.fact("background").toInt()), DiagnosticKind::Background),
             "A background job of terminal " + terminal + ", where " + named(foreground) +
                 " is in the foreground.");
    QCOMPARE(said(of(subject.child()), DiagnosticKind::SessionLeader),
             "The program that leads the session on terminal " + terminal + ", where " + named(foreground) +
                 " is in the foreground.");
}

void LiveDiagnostics::leaderOfASession()
{
    const Subject subject({"setsid"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    DiagnosticContext context{*snapshot, *snapshot->withPid(subject.child())};
    context.process.stat->argumentsStart = 1;
    QVERIFY(said(diagnosticsOn(context), DiagnosticKind::Detached).endsWith(named(subject.pid()) + '.'));
}

void LiveDiagnostics::daemon()
{
    const Subject subject({"daemon"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto diagnostics = diagnosticsOnPid(subject.child());
    const auto ppid = witness::statFields(subject.child()).at(1).toInt();
    QVERIFY(said(diagnostics, DiagnosticKind::Daemon)
                .isEmpty()); // a job that a script left behind looks the same
    QCOMPARE(said(diagnostics, DiagnosticKind::SessionMember),
             "Left over from the session of process " + subject.fact("middle") +
                 ", which has ended. It has no terminal, and its parent is " + named(ppid) + ".");
    QVERIFY(said(diagnostics, DiagnosticKind::Orphan).contains("dopted by " + named(ppid)));
}

void LiveDiagnostics::orphan()
{
    // By its session alone: the adopter was in this test's session only where it has born its leader.
    const Subject subject({"orphan"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto fields = witness::statFields(subject.child());
    const auto adopter = witness::statFields(fields.at(1).toInt());
    const auto diagnostic = said(subject.child(), DiagnosticKind::Orphan);
    QCOMPARE(diagnostic.isEmpty(), fields.at(3) == adopter.at(3));
    QVERIFY(diagnostic.isEmpty() || diagnostic.contains("dopted by " + named(fields.at(1).toInt())));
}

void LiveDiagnostics::orphanThatWasWatched()
{
    const Subject subject({"adopted"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto now = sampleNow();
    QVERIFY2(now, why(now));
    // As the sample before would have shown it, had one been taken in time.
    auto before = std::make_shared<Snapshot>(*now);
    const auto middle = subject.fact("middle").toInt();
    auto processes = copiesOf(now->processes);
    for (auto &process : processes) {
        if (process.id.pid == subject.child())
            process.stat->ppid = middle;
    }
    Process parent;
    parent.id = {middle, 1};
    parent.stat->comm = "middle";
    processes.push_back(parent);
    std::ranges::sort(processes, {}, &Process::id);
    before->processes = std::move(processes);
    const auto later = std::make_shared<Snapshot>(*now);
    Timelines timelines;
    timelines.apply(*before, difference({}, *before));
    timelines.apply(*later, difference(*before, *later));
    DiagnosticContext context{*later, *later->withPid(subject.child())};
    const auto *timeline = timelines.find(context.process.id);
    QVERIFY(timeline && timeline->isOrphan());
    context.past.bornOf = timeline->bornOf;
    QCOMPARE(said(diagnosticsOn(context), DiagnosticKind::Orphan),
             "An orphan: its parent middle " + subject.fact("middle") + " has ended, and " +
                 named(subject.pid()) + " has adopted it.");
}

void LiveDiagnostics::zombies()
{
    const Subject exited({"zombie", "3"});
    QVERIFY2(exited.stands(), exited.complaint());
    QCOMPARE(said(exited.child(), DiagnosticKind::Zombie),
             "A zombie: it exited with status 3, and its parent " + named(exited.pid()) +
                 " has not waited for it.");
    const Subject killed({"zombie-signal", "15"});
    QVERIFY2(killed.stands(), killed.complaint());
    QCOMPARE(said(killed.child(), DiagnosticKind::Zombie),
             "A zombie: it was killed by SIGTERM, and its parent " + named(killed.pid()) +
                 " has not waited for it.");
}

void LiveDiagnostics::leaderThatEnded()
{
    const Subject subject({"leader-ended"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto diagnostics = diagnosticsOnPid(subject.pid());
    QCOMPARE(said(diagnostics, DiagnosticKind::LeaderEnded),
             QByteArray("Its main thread has ended, and one other goes on."));
    QVERIFY(said(diagnostics, DiagnosticKind::Zombie).isEmpty());
}

void LiveDiagnostics::stopped()
{
    const Subject subject({"stopped"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto diagnostic = said(subject.child(), DiagnosticKind::Stopped);
    // Older kernels do not tell by which signal.
    QVERIFY2(diagnostic == "Stopped by SIGSTOP." || diagnostic == "Stopped by a signal.",
             diagnostic.constData());
    QCOMPARE(diagnostic.contains("SIGSTOP"), witness::statFields(subject.child()).at(49) == "19");
}

void LiveDiagnostics::traced()
{
    const Subject seized({"traced"});
    QVERIFY2(seized.stands(), seized.complaint());
    QCOMPARE(said(seized.child(), DiagnosticKind::Traced), "Traced by " + named(seized.pid()) + ".");
    const Subject held({"traced", "held"});
    QVERIFY2(held.stands(), held.complaint());
    QCOMPARE(said(held.child(), DiagnosticKind::Traced),
             "Held still by its tracer " + named(held.pid()) + ".");
}

void LiveDiagnostics::uninterruptible()
{
    const Subject subject({"uninterruptible"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto expected = [&] { // it may be on its way there still
        const auto place = witness::procFile(subject.child(), "wchan");
        return "Waits inside the kernel, where signals wait with it" + (place == "0" ? "" : ", in " + place) +
               ".";
    };
    QTRY_COMPARE(said(subject.child(), DiagnosticKind::Uninterruptible), expected());
}

void LiveDiagnostics::deletedProgram()
{
    const Subject subject({"deleted-exe"});
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(said(subject.pid(), DiagnosticKind::ProgramDeleted),
             "Runs a program that is gone: " + subject.pathOf("copy") + " was replaced or removed since.");
}

void LiveDiagnostics::programInMemory()
{
    const Subject subject({"memory-program"});
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(said(subject.pid(), DiagnosticKind::ProgramInMemory),
             QByteArray("Runs a program that is no file: “staged program”, from memory alone."));
}

void LiveDiagnostics::rewrittenTitles()
{
    const Subject shorter({"title-short"});
    QVERIFY2(shorter.stands(), shorter.complaint());
    const auto diagnostics = diagnosticsOnPid(shorter.pid());
    QVERIFY(said(diagnostics, DiagnosticKind::EnvironmentOverwritten).isEmpty());
    const Subject longer({"title-long"}, {"A=0123456789012345678901234567890123456789"});
    QVERIFY2(longer.stands(), longer.complaint());
    QVERIFY(said(longer.pid(), DiagnosticKind::TitleRewritten).contains("“ttt"));
    QVERIFY(!said(longer.pid(), DiagnosticKind::EnvironmentOverwritten).isEmpty());
    const Subject cut({"title-cut"});
    QVERIFY2(cut.stands(), cut.complaint());
    QCOMPARE(said(cut.pid(), DiagnosticKind::TitleRewritten),
             QByteArray("Wrote another text over its command line: “ccccc”."));
}

void LiveDiagnostics::otherUser()
{
    const Subject plain({"plain"});
    QVERIFY2(plain.stands(), plain.complaint());
    QVERIFY(said(plain.pid(), DiagnosticKind::OtherUser).isEmpty());
    if (geteuid() != 0) // nobody else can become another user
        return;
    const Subject subject({"other-user", "65534"});
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(said(subject.pid(), DiagnosticKind::OtherUser),
             QByteArray("Acts with the rights of 65534, though it belongs to 0."));
}

void LiveDiagnostics::limits()
{
    const Subject close({"full-table", "50", "45"});
    QVERIFY2(close.stands(), close.complaint());
    QCOMPARE(said(close.pid(), DiagnosticKind::NearLimit),
             QByteArray("Close to its limit on open files: 45 of 50 (90 %)."));
    const Subject full({"full-table", "50", "50"});
    QVERIFY2(full.stands(), full.complaint());
    QCOMPARE(said(full.pid(), DiagnosticKind::AtLimit), QByteArray("At its limit on open files: 50 of 50."));
}

static const forklore::TestClass<LiveDiagnostics> testClass(__FILE__);
#include "tst_live_diagnostics.moc"
