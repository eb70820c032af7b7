// SPDX-License-Identifier: GPL-3.0-or-later
//
// How processes end, and what is said of one that has: Gone, never the facts of another.
#include <QTest>

#include <csignal>

#include <unistd.h>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

/// The kind of answer to each section.
QByteArrayList answers(const Inspector &inspector, const ProcessId &id, const Snapshot &snapshot)
{
    return {kindOf(inspector.identity(id)),    kindOf(inspector.names(id)),
            kindOf(inspector.arguments(id)),   kindOf(inspector.environment(id)),
            kindOf(inspector.descriptors(id)), kindOf(inspector.limits(id, snapshot))};
}

const QByteArrayList allGone(6, "gone");
const QByteArrayList allThere(6, "");

} // namespace

class LiveEndings : public QObject {
    Q_OBJECT

private slots:
    void zombieTellsItsExitCode_data();
    void zombieTellsItsExitCode();
    void zombieTellsItsSignal_data();
    void zombieTellsItsSignal();
    void zombieHasNoMemory();
    void undumpableZombieIsNotGuessed();
    void processWhoseLeaderEndedIsReadThroughAThread();
    void endedProcessIsGone();
    void anotherStartIsGone();
    void reusedPidIsGone();
    void pidsThatNobodyCanHaveAreGone_data();
    void pidsThatNobodyCanHaveAreGone();
    void zombieThatIsReapedIsGone();
};

void LiveEndings::zombieTellsItsExitCode_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {0, 1, 3, 128, 255})
        QTest::addRow("%d", code) << code;
}

void LiveEndings::zombieTellsItsExitCode()
{
    QFETCH(int, code);
    const Subject subject({"zombie", QString::number(code)});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *zombie = snapshot->withPid(subject.child());
    QVERIFY(zombie && zombie->stat);
    QVERIFY(zombie->isZombie());
    QVERIFY(zombie->exitStatus.has_value());
    QVERIFY2(*zombie->exitStatus, why(*zombie->exitStatus));
    QCOMPARE((*zombie->exitStatus)->kind, ExitStatus::Kind::Exited);
    QCOMPARE((*zombie->exitStatus)->value, code);
    QCOMPARE(QByteArray::number((*zombie->exitStatus)->value), subject.fact("status"));
    QVERIFY(!snapshot->withPid(subject.pid())->exitStatus);
}

void LiveEndings::zombieTellsItsSignal_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGKILL") << SIGKILL;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
    QTest::newRow("the first real-time one") << SIGRTMIN;
    QTest::newRow("the last real-time one") << SIGRTMAX;
    QTest::newRow("one that dumps core, where cores are kept") << SIGQUIT;
}

void LiveEndings::zombieTellsItsSignal()
{
    QFETCH(int, signal);
    const Subject subject({"zombie-signal", QString::number(signal)});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *zombie = snapshot->withPid(subject.child());
    QVERIFY(zombie && zombie->exitStatus.has_value());
    QVERIFY2(*zombie->exitStatus, why(*zombie->exitStatus));
    QCOMPARE((*zombie->exitStatus)->kind, ExitStatus::Kind::Signaled);
    QCOMPARE((*zombie->exitStatus)->value, signal);
    QCOMPARE(QByteArray::number(signal), subject.fact("status"));
    QCOMPARE((*zombie->exitStatus)->core, subject.fact("how") == "dumped");
}

void LiveEndings::zombieHasNoMemory()
{
    const Subject subject({"zombie", "3"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto id = inspector->idOf(subject.child());
    QVERIFY2(id, why(id));
    QCOMPARE(answers(*inspector, *id, *snapshot), (QByteArrayList{"", "", "", "gone", "gone", ""}));
    const auto arguments = inspector->arguments(*id);
    QVERIFY2(arguments, why(arguments));
    QVERIFY(arguments->empty());
    const auto names = inspector->names(*id);
    QVERIFY2(names, why(names));
    QVERIFY(names->argv0 && !*names->argv0);
    QVERIFY(names->executable && !*names->executable);
    const auto *zombie = snapshot->find(*id);
    QVERIFY(zombie && zombie->commandLine && zombie->commandLine->empty());
    QVERIFY(zombie->descriptorCount && *zombie->descriptorCount);
    QCOMPARE(**zombie->descriptorCount, std::uint64_t(0));
}

void LiveEndings::undumpableZombieIsNotGuessed()
{
    const Subject subject({"zombie-undumpable", "7"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *zombie = snapshot->withPid(subject.child());
    QVERIFY(zombie && zombie->exitStatus.has_value());
    if (geteuid() == 0) { // root is told all the same
        QVERIFY2(*zombie->exitStatus, why(*zombie->exitStatus));
        QCOMPARE((*zombie->exitStatus)->value, 7);
    } else { // the kernel prints 0, which it is not
        QCOMPARE(kindOf(*zombie->exitStatus), QByteArray("denied"));
    }
}

void LiveEndings::processWhoseLeaderEndedIsReadThroughAThread()
{
    const Subject subject({"leader-ended", "an argument"}, {"KNOWN=value"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *process = snapshot->withPid(subject.pid());
    QVERIFY(process && process->stat);
    QCOMPARE(process->stat->state, State::Zombie);
    QVERIFY(process->stat->threads == 2u);
    QVERIFY(process->stat->leaderEnded());
    QVERIFY(!process->isZombie());
    QVERIFY(!process->exitStatus); // it has not ended

    const auto thread = "/proc/" + QByteArray::number(subject.pid()) + "/task/" + subject.fact("thread");
    QCOMPARE(witness::procFile(subject.pid(), "cmdline"), QByteArray()); // the leader's own says nothing
    QVERIFY2(process->commandLine, why(process->commandLine));
    QCOMPARE(bytes(*process->commandLine), witness::file(thread + "/cmdline"));
    QVERIFY(bytes(*process->commandLine).endsWith(raw("\0leader-ended\0an argument\0")));
    QVERIFY(process->descriptorCount && *process->descriptorCount);
    QCOMPARE(**process->descriptorCount, std::uint64_t(3));

    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    QCOMPARE(answers(*inspector, process->id, *snapshot), allThere);
    QCOMPARE(bytes(inspector->arguments(process->id)->back()), QByteArray("an argument"));
    const auto environment = inspector->environment(process->id);
    QVERIFY(environment->size() == 1 && environment->front() == (Variable{"KNOWN", "value"}));
    const auto descriptors = inspector->descriptors(process->id);
    QCOMPARE(descriptors->size(), std::size_t(3));
    QCOMPARE(bytes(*descriptors->front().target), witness::link(thread + "/fd/0"));
    const auto names = inspector->names(process->id);
    QVERIFY(names->executable && names->executable->has_value());
    QCOMPARE(bytes((*names->executable)->path), witness::link(thread + "/exe"));
}

void LiveEndings::endedProcessIsGone()
{
    Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto id = inspector->idOf(subject.pid());
    QVERIFY2(id, why(id));
    QCOMPARE(answers(*inspector, *id, *snapshot), allThere);
    subject.end();
    QCOMPARE(answers(*inspector, *id, *snapshot), allGone);
    const auto later = sampleNow();
    QVERIFY2(later, why(later));
    QVERIFY(!later->find(*id));
}

void LiveEndings::anotherStartIsGone()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto id = inspector->idOf(subject.pid());
    QVERIFY2(id, why(id));
    for (const auto start : {id->start + 1, id->start - 1, StartTicks(0), ProcessId::unknownStart})
        QCOMPARE(answers(*inspector, {id->pid, start}, *snapshot), allGone);
}

void LiveEndings::reusedPidIsGone()
{
    Subject first({"plain"});
    QVERIFY2(first.stands(), first.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto id = inspector->idOf(first.pid());
    QVERIFY2(id, why(id));
    first.end();
    const auto ticks = inspector->system().ticksPerSecond;
    const auto now = [&] { return bootClock() * static_cast<long long>(ticks) / std::chrono::seconds(1); };
    const auto later = static_cast<long long>(id->start) + 1;
    QTRY_VERIFY(now() > later); // a pid can be told from its last holder from the next tick on

    const Subject second({"clone", QString::number(id->pid)});
    QVERIFY2(second.stands(), second.complaint());
    if (second.child() == 0) {
        // Choosing a pid needs CAP_CHECKPOINT_RESTORE. Without it nothing has the pid, which is as much Gone.
        QVERIFY(geteuid() != 0 || second.fact("errno").toInt() != 0);
        qInfo("a pid cannot be chosen here (errno %s): only its absence is tested",
              second.fact("errno").constData());
        QCOMPARE(answers(*inspector, *id, *snapshot), allGone);
        return;
    }
    QCOMPARE(second.child(), id->pid);
    const auto other = inspector->idOf(id->pid);
    QVERIFY2(other, why(other));
    QVERIFY(*other != *id);
    QCOMPARE(answers(*inspector, *id, *snapshot), allGone);
    QCOMPARE(answers(*inspector, *other, *snapshot), allThere);
    const auto error = inspector->identity(*id).error().message;
    QVERIFY2(error.find("in use again") != std::string::npos, error.c_str());
}

void LiveEndings::pidsThatNobodyCanHaveAreGone_data()
{
    QTest::addColumn<int>("pid");
    QTest::newRow("zero") << 0;
    QTest::newRow("negative") << -1;
    QTest::newRow("the largest number") << 2'147'483'647;
}

void LiveEndings::pidsThatNobodyCanHaveAreGone()
{
    QFETCH(int, pid);
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    QCOMPARE(kindOf(inspector->idOf(pid)), QByteArray("gone"));
    QCOMPARE(answers(*inspector, {pid, 1}, *snapshot), allGone);
}

void LiveEndings::zombieThatIsReapedIsGone()
{
    Subject subject({"zombie", "1"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto id = inspector->idOf(subject.child());
    QVERIFY2(id, why(id));
    subject.end();
    // Its parent is gone: somebody above reaps it, soon but not at once.
    QTRY_COMPARE(answers(*inspector, *id, *snapshot), allGone);
}

static const forklore::TestClass<LiveEndings> testClass(__FILE__);
#include "tst_live_endings.moc"
