// SPDX-License-Identifier: GPL-3.0-or-later
//
// Remarks on processes that are what the remarks say.
#include <QTest>

#include <unistd.h>

#include "core/diagnostics/remarks.h"
#include "core/session/chronicle.h"
#include "core/snapshot/forest.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

/// What is remarked on a process of this machine just now.
std::vector<Remark> remarksOnPid(Pid pid)
{
    const auto snapshot = sampleNow();
    const auto inspector = inspectorOfMachine();
    const auto *process = snapshot ? snapshot->withPid(pid) : nullptr;
    if (!process || !process->stat || !inspector)
        return {};
    Circumstances circumstances{*snapshot, *process};
    circumstances.terminal = inspector->terminal(process->stat->ttyDevice.value_or(0));
    if (auto look = inspector->closerLook(process->id, *snapshot))
        circumstances.look = std::move(*look);
    return remarksOn(circumstances);
}

QByteArray said(const std::vector<Remark> &remarks, RemarkKind kind)
{
    for (const auto &remark : remarks) {
        if (remark.kind == kind)
            return bytes(text(remark));
    }
    return {};
}

QByteArray said(Pid pid, RemarkKind kind)
{
    return said(remarksOnPid(pid), kind);
}

QByteArray named(Pid pid)
{
    return witness::procFile(pid, "comm").trimmed() + ' ' + QByteArray::number(pid);
}

const QByteArray subjectName = "forklore-subjec";

} // namespace

class LiveRemarks : public QObject {
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

void LiveRemarks::kernelThreads()
{
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    for (const auto &process : snapshot->processes) { // none of them where a container hides them
        const auto remarks = remarksOn({*snapshot, process});
        QCOMPARE(!said(remarks, RemarkKind::KernelThread).isEmpty(), process.isKernelThread());
    }
}

void LiveRemarks::theFirstProcess()
{
    QVERIFY(said(1, RemarkKind::Init).startsWith("Init: the first process"));
}

void LiveRemarks::anInnerInitAndItsChild()
{
    const Subject subject({"init-and-child"});
    QVERIFY2(subject.stands(), subject.complaint());
    QVERIFY(geteuid() != 0 || subject.fact("permitted") == "1");
    if (subject.fact("permitted") != "1") // the machine forbids it to users
        return;
    QVERIFY(said(subject.child(), RemarkKind::Init)
                .endsWith("inside it is process 1, here " + subject.fact("child") + "."));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto inner = forklore::children(*snapshot, snapshot->withPid(subject.child())->id);
    QCOMPARE(inner.size(), std::size_t(1));
    QVERIFY(said(inner[0].id.pid, RemarkKind::InnerNamespace).endsWith("inside it is process 2."));
}

void LiveRemarks::aForkedCopy()
{
    const Subject subject({"pgid"});
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(said(subject.child(), RemarkKind::Worker),
             "A worker: a forked copy of " + named(subject.pid()) + " that runs the same program.");
    QVERIFY(said(subject.pid(), RemarkKind::Worker).isEmpty()); // Qt forked it, and it has execed
}

void LiveRemarks::aPlainChild()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto remarks = remarksOnPid(subject.pid());
    QVERIFY(!remarks.empty());
    QVERIFY(remarks.back().kind <= RemarkKind::Child || remarks.back().kind == RemarkKind::Service);
    for (const auto &remark : remarks)
        QVERIFY2(remark.weight == Weight::Usual, text(remark).c_str());
}

void LiveRemarks::jobsOfATerminal()
{
    const Subject subject({"jobs"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto terminal = subject.fact("terminal").mid(5); // without "/dev/"
    const auto foreground = subject.fact("foreground").toInt();
    // All of them are forked copies here, which is said before what they are to the terminal.
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto of = [&](Pid pid) {
        Circumstances circumstances{*snapshot, *snapshot->withPid(pid), terminal.toStdString()};
        circumstances.process.stat->argumentsStart = 1; // as though it had execed
        return remarksOn(circumstances);
    };
    QCOMPARE(said(of(foreground), RemarkKind::Foreground),
             "A program in the foreground of terminal " + terminal + ".");
    QCOMPARE(said(of(subject.fact("background").toInt()), RemarkKind::Background),
             "A background job of terminal " + terminal + ", where " + named(foreground) +
                 " is in the foreground.");
    QCOMPARE(said(of(subject.child()), RemarkKind::SessionLeader),
             "The program that leads the session on terminal " + terminal + ", where " + named(foreground) +
                 " is in the foreground.");
}

void LiveRemarks::leaderOfASession()
{
    const Subject subject({"setsid"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    Circumstances circumstances{*snapshot, *snapshot->withPid(subject.child())};
    circumstances.process.stat->argumentsStart = 1;
    QVERIFY(said(remarksOn(circumstances), RemarkKind::Detached).endsWith(named(subject.pid()) + '.'));
}

void LiveRemarks::daemon()
{
    const Subject subject({"daemon"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto remarks = remarksOnPid(subject.child());
    const auto ppid = witness::statFields(subject.child()).at(1).toInt();
    QVERIFY(said(remarks, RemarkKind::Daemon).isEmpty()); // a job that a script left behind looks the same
    QCOMPARE(said(remarks, RemarkKind::SessionMember),
             "Left over from the session of process " + subject.fact("middle") +
                 ", which has ended. It has no terminal, and its parent is " + named(ppid) + ".");
    QVERIFY(said(remarks, RemarkKind::Orphan).contains("dopted by " + named(ppid)));
}

void LiveRemarks::orphan()
{
    // By its session alone: the adopter was in this test's session only where it has born its leader.
    const Subject subject({"orphan"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto fields = witness::statFields(subject.child());
    const auto adopter = witness::statFields(fields.at(1).toInt());
    const auto remark = said(subject.child(), RemarkKind::Orphan);
    QCOMPARE(remark.isEmpty(), fields.at(3) == adopter.at(3));
    QVERIFY(remark.isEmpty() || remark.contains("dopted by " + named(fields.at(1).toInt())));
}

void LiveRemarks::orphanThatWasWatched()
{
    const Subject subject({"adopted"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto now = sampleNow();
    QVERIFY2(now, why(now));
    // As the sample before would have shown it, had one been taken in time.
    auto before = std::make_shared<Snapshot>(*now);
    const auto middle = subject.fact("middle").toInt();
    for (auto &process : before->processes) {
        if (process.id.pid == subject.child())
            process.stat->ppid = middle;
    }
    Process parent;
    parent.id = {middle, 1};
    parent.stat->comm = "middle";
    before->processes.push_back(parent);
    std::ranges::sort(before->processes, {}, &Process::id);
    const auto later = std::make_shared<Snapshot>(*now);
    Chronicle chronicle;
    chronicle.take(*before, difference({}, *before));
    chronicle.take(*later, difference(*before, *later));
    Circumstances circumstances{*later, *later->withPid(subject.child())};
    const auto *life = chronicle.find(circumstances.process.id);
    QVERIFY(life && life->isOrphan());
    circumstances.past.bornOf = life->bornOf;
    QCOMPARE(said(remarksOn(circumstances), RemarkKind::Orphan),
             "An orphan: its parent middle " + subject.fact("middle") + " has ended, and " +
                 named(subject.pid()) + " has adopted it.");
}

void LiveRemarks::zombies()
{
    const Subject exited({"zombie", "3"});
    QVERIFY2(exited.stands(), exited.complaint());
    QCOMPARE(said(exited.child(), RemarkKind::Zombie), "A zombie: it exited with status 3, and its parent " +
                                                           named(exited.pid()) + " has not waited for it.");
    const Subject killed({"zombie-signal", "15"});
    QVERIFY2(killed.stands(), killed.complaint());
    QCOMPARE(said(killed.child(), RemarkKind::Zombie), "A zombie: it was killed by SIGTERM, and its parent " +
                                                           named(killed.pid()) + " has not waited for it.");
}

void LiveRemarks::leaderThatEnded()
{
    const Subject subject({"leader-ended"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto remarks = remarksOnPid(subject.pid());
    QCOMPARE(said(remarks, RemarkKind::LeaderEnded),
             QByteArray("Its main thread has ended, and one other goes on."));
    QVERIFY(said(remarks, RemarkKind::Zombie).isEmpty());
}

void LiveRemarks::stopped()
{
    const Subject subject({"stopped"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto remark = said(subject.child(), RemarkKind::Stopped);
    // Older kernels do not tell by which signal.
    QVERIFY2(remark == "Stopped by SIGSTOP." || remark == "Stopped by a signal.", remark.constData());
    QCOMPARE(remark.contains("SIGSTOP"), witness::statFields(subject.child()).at(49) == "19");
}

void LiveRemarks::traced()
{
    const Subject seized({"traced"});
    QVERIFY2(seized.stands(), seized.complaint());
    QCOMPARE(said(seized.child(), RemarkKind::Traced), "Traced by " + named(seized.pid()) + ".");
    const Subject held({"traced", "held"});
    QVERIFY2(held.stands(), held.complaint());
    QCOMPARE(said(held.child(), RemarkKind::Traced), "Held still by its tracer " + named(held.pid()) + ".");
}

void LiveRemarks::uninterruptible()
{
    const Subject subject({"uninterruptible"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto expected = [&] { // it may be on its way there still
        const auto place = witness::procFile(subject.child(), "wchan");
        return "Waits inside the kernel, where signals wait with it" + (place == "0" ? "" : ", in " + place) +
               ".";
    };
    QTRY_COMPARE(said(subject.child(), RemarkKind::Uninterruptible), expected());
}

void LiveRemarks::deletedProgram()
{
    const Subject subject({"deleted-exe"});
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(said(subject.pid(), RemarkKind::ProgramDeleted),
             "Runs a program that is gone: " + subject.pathOf("copy") + " was replaced or removed since.");
}

void LiveRemarks::programInMemory()
{
    const Subject subject({"memory-program"});
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(said(subject.pid(), RemarkKind::ProgramInMemory),
             QByteArray("Runs a program that is no file: “staged program”, from memory alone."));
}

void LiveRemarks::rewrittenTitles()
{
    const Subject shorter({"title-short"});
    QVERIFY2(shorter.stands(), shorter.complaint());
    const auto remarks = remarksOnPid(shorter.pid());
    QVERIFY(said(remarks, RemarkKind::EnvironmentOverwritten).isEmpty());
    const Subject longer({"title-long"}, {"A=0123456789012345678901234567890123456789"});
    QVERIFY2(longer.stands(), longer.complaint());
    QVERIFY(said(longer.pid(), RemarkKind::TitleRewritten).contains("“ttt"));
    QVERIFY(!said(longer.pid(), RemarkKind::EnvironmentOverwritten).isEmpty());
    const Subject cut({"title-cut"});
    QVERIFY2(cut.stands(), cut.complaint());
    QCOMPARE(said(cut.pid(), RemarkKind::TitleRewritten),
             QByteArray("Wrote another text over its command line: “ccccc”."));
}

void LiveRemarks::otherUser()
{
    const Subject plain({"plain"});
    QVERIFY2(plain.stands(), plain.complaint());
    QVERIFY(said(plain.pid(), RemarkKind::OtherUser).isEmpty());
    if (geteuid() != 0) // nobody else can become another user
        return;
    const Subject subject({"other-user", "65534"});
    QVERIFY2(subject.stands(), subject.complaint());
    QCOMPARE(said(subject.pid(), RemarkKind::OtherUser),
             QByteArray("Acts with the rights of 65534, though it belongs to 0."));
}

void LiveRemarks::limits()
{
    const Subject close({"full-table", "50", "45"});
    QVERIFY2(close.stands(), close.complaint());
    QCOMPARE(said(close.pid(), RemarkKind::NearLimit),
             QByteArray("Close to its limit on open files: 45 of 50 (90 %)."));
    const Subject full({"full-table", "50", "50"});
    QVERIFY2(full.stands(), full.complaint());
    QCOMPARE(said(full.pid(), RemarkKind::AtLimit), QByteArray("At its limit on open files: 50 of 50."));
}

static const forklore::TestClass<LiveRemarks> testClass(__FILE__);
#include "tst_live_remarks.moc"
