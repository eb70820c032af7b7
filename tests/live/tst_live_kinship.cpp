// SPDX-License-Identifier: GPL-3.0-or-later
//
// Parents, sessions, process groups and terminals, as the kernel arranges them.
#include <QTest>

#include <algorithm>

#include <unistd.h>

#include "core/snapshot/forest.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LiveKinship : public QObject {
    Q_OBJECT

private slots:
    void ancestorsAreTheParentsOfTheParents();
    void childrenAreThoseOfTheKernel();
    void orphanHasANewParent();
    void subreaperAdopts();
    void newSessionIsSeen();
    void newGroupIsSeen();
    void controllingTerminalIsNamed();

private:
    static const Process *find(const Result<Snapshot> &snapshot, Pid pid);
};

const Process *LiveKinship::find(const Result<Snapshot> &snapshot, Pid pid)
{
    const auto *process = snapshot ? snapshot->withPid(pid) : nullptr;
    return process && process->stat ? process : nullptr;
}

void LiveKinship::ancestorsAreTheParentsOfTheParents()
{
    const Subject subject({"setsid"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    const auto *child = find(snapshot, subject.child());
    QVERIFY(child);
    const auto line = ancestors(*snapshot, child->id);
    QVERIFY(line.size() >= 2);
    auto pid = subject.child();
    for (const auto &ref : line) {
        const auto parent = witness::statFields(pid).at(1).toInt();
        QCOMPARE(ref.id.pid, parent);
        QCOMPARE(bytes(ref.comm) + '\n', witness::procFile(parent, "comm"));
        pid = parent;
    }
    QCOMPARE(line[0].id.pid, subject.pid());
    QCOMPARE(line[1].id.pid, getpid());
    QCOMPARE(witness::statFields(pid).at(1).toInt(), 0); // the last has no parent to be seen
}

void LiveKinship::childrenAreThoseOfTheKernel()
{
    const Subject first({"setsid"});
    const Subject second({"plain"});
    QVERIFY2(first.stands(), first.complaint());
    QVERIFY2(second.stands(), second.complaint());
    const auto snapshot = sampleNow();
    const auto *self = find(snapshot, getpid());
    QVERIFY(self);
    QByteArrayList ours;
    for (const auto &ref : forklore::children(*snapshot, self->id))
        ours << QByteArray::number(ref.id.pid);
    const auto pid = QByteArray::number(getpid());
    auto kernels = witness::file("/proc/" + pid + "/task/" + pid + "/children").trimmed().split(' ');
    std::ranges::sort(kernels, {}, [](const QByteArray &text) { return text.toInt(); });
    QCOMPARE(ours, kernels);
    QVERIFY(ours.contains(QByteArray::number(first.pid())));
    QVERIFY(ours.contains(QByteArray::number(second.pid())));
}

void LiveKinship::orphanHasANewParent()
{
    const Subject subject({"orphan"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    const auto *orphan = find(snapshot, subject.child());
    QVERIFY(orphan);
    const auto middle = subject.fact("middle").toInt();
    QVERIFY(!snapshot->withPid(middle));
    QVERIFY(orphan->stat->ppid != middle);
    QVERIFY(orphan->stat->ppid != subject.pid()); // no subreaper itself
    QVERIFY(orphan->stat->pgid.has_value());
    QCOMPARE(orphan->stat->pgid, find(snapshot, subject.pid())->stat->pgid);
    const auto said = witness::ps(subject.child(), {"ppid"});
    QVERIFY2(said, why(said));
    QCOMPARE(QByteArray::number(orphan->stat->ppid), said->first());
    // Its new parent is above the subject: pid 1, or a subreaper on the way there.
    const auto line = ancestors(*snapshot, find(snapshot, subject.pid())->id);
    QVERIFY(
        std::ranges::any_of(line, [&](const ProcessRef &ref) { return ref.id.pid == orphan->stat->ppid; }));
}

void LiveKinship::subreaperAdopts()
{
    const Subject subject({"adopted"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    const auto *orphan = find(snapshot, subject.child());
    QVERIFY(orphan);
    QCOMPARE(orphan->stat->ppid, subject.pid());
    const auto ref = forklore::children(*snapshot, find(snapshot, subject.pid())->id);
    QCOMPARE(ref.size(), std::size_t(1));
    QCOMPARE(ref.front().id.pid, subject.child());
}

void LiveKinship::newSessionIsSeen()
{
    const Subject subject({"setsid"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    const auto *child = find(snapshot, subject.child());
    QVERIFY(child);
    QVERIFY(child->stat->sid == subject.child());
    QVERIFY(child->stat->pgid == subject.child());
    QVERIFY(child->stat->ttyDevice == 0u);
    QVERIFY(child->stat->ttyForegroundGroup == 0);
    QVERIFY(find(snapshot, subject.pid())->stat->sid == getsid(0));
    const auto said = witness::ps(subject.child(), {"sid", "pgid", "tty", "tpgid"});
    QVERIFY2(said, why(said));
    const auto own = QByteArray::number(subject.child());
    QCOMPARE(*said, (QByteArrayList{own, own, "?", "-1"}));
}

void LiveKinship::newGroupIsSeen()
{
    const Subject subject({"pgid"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    const auto *child = find(snapshot, subject.child());
    QVERIFY(child);
    QVERIFY(child->stat->pgid == subject.child());
    QVERIFY(child->stat->sid == getsid(0));
    QVERIFY(find(snapshot, subject.pid())->stat->pgid != subject.child());
}

void LiveKinship::controllingTerminalIsNamed()
{
    const Subject subject({"pty"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto identity = inspector->idOf(subject.child()).and_then([&](const ProcessId &id) {
        return inspector->identity(id);
    });
    QVERIFY2(identity, why(identity));
    QVERIFY(identity->tty.has_value());
    QCOMPARE("/dev/" + bytes(*identity->tty), subject.fact("terminal"));
    // A session leader that takes a terminal is its foreground at once.
    QVERIFY(identity->stat.ttyForegroundGroup.has_value());
    QCOMPARE(*identity->stat.ttyForegroundGroup, subject.child());
    const auto said = witness::ps(subject.child(), {"tty", "tpgid"});
    QVERIFY2(said, why(said));
    QCOMPARE(*said, (QByteArrayList{bytes(*identity->tty), QByteArray::number(subject.child())}));
}

static const forklore::TestClass<LiveKinship> testClass(__FILE__);
#include "tst_live_kinship.moc"
