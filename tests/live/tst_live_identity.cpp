// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who a process is, what it is doing and in whose name: core beside ps(1), the process itself, and the files.
#include <QTest>

#include <algorithm>

#include <pwd.h>
#include <unistd.h>

#include "core/host/id_names.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LiveIdentity : public QObject {
    Q_OBJECT

private slots:
    void isWhatTheProcessSaysOfItself();
    void isWhatPsSays();
    void isWhatTheFileSays();
    void startLiesBetweenTheClocksAroundIt();
    void startIsThatOfPs();
    void pidInTheInnermostNamespaceIsTheOnlyOne();
    void sampleHoldsTheSame();
    void stoppedIsSeen();
    void niceIsSeen();
    void kernelThreadHasNeitherProgramNorArguments();
    void testItselfIsInTheSample();
};

void LiveIdentity::isWhatTheProcessSaysOfItself()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto id = inspector->idOf(subject.pid());
    QVERIFY2(id, why(id));
    const auto identity = inspector->identity(*id);
    QVERIFY2(identity, why(identity));

    QCOMPARE(identity->stat.pid, subject.pid());
    QCOMPARE(identity->stat.ppid, subject.fact("ppid").toInt());
    QCOMPARE(identity->stat.ppid, getpid());
    QVERIFY(identity->stat.pgid == subject.fact("pgid").toInt());
    QVERIFY(identity->stat.sid == subject.fact("sid").toInt());
    QVERIFY(identity->stat.nice == subject.fact("nice").toInt());
    QVERIFY(identity->stat.threads == 1u);
    QVERIFY(!identity->stat.isKernelThread());
    QVERIFY2(identity->credentials, why(identity->credentials));
    QCOMPARE(identity->credentials->uid.real, subject.fact("uid").toUInt());
    QCOMPARE(identity->credentials->uid.effective, subject.fact("euid").toUInt());
    QCOMPARE(identity->credentials->gid->real, subject.fact("gid").toUInt());
}

void LiveIdentity::isWhatPsSays()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *process = snapshot->withPid(subject.pid());
    QVERIFY(process);
    QVERIFY2(process->stat, why(process->stat));
    QVERIFY2(process->credentials, why(process->credentials));
    const auto said = witness::ps(
        subject.pid(), {"pid", "ppid", "pgid", "sid", "tpgid", "nice", "nlwp", "euid", "ruid", "vsz"});
    QVERIFY2(said, why(said));

    const auto &stat = *process->stat;
    const auto &credentials = *process->credentials;
    const QByteArrayList ours = {
        QByteArray::number(stat.pid),
        QByteArray::number(stat.ppid),
        QByteArray::number(stat.pgid.value()),
        QByteArray::number(stat.sid.value()),
        QByteArray::number((stat.ttyForegroundGroup == Pid(0) ? -1 : *stat.ttyForegroundGroup)),
        QByteArray::number(stat.nice.value()),
        QByteArray::number(stat.threads.value()),
        QByteArray::number(credentials.uid.effective),
        QByteArray::number(credentials.uid.real),
        QByteArray::number(static_cast<qulonglong>(*stat.virtualBytes / 1024))};
    QCOMPARE(ours, *said);

    // Sleeping in poll(2), and so with the state letter first; ps adds letters of its own ("Ss", "SN").
    const auto state = witness::ps(subject.pid(), {"stat"});
    QVERIFY2(state, why(state));
    QCOMPARE(static_cast<char>(stat.state), state->first().front());
}

void LiveIdentity::isWhatTheFileSays()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *process = snapshot->withPid(subject.pid());
    QVERIFY(process && process->stat);
    const auto &stat = *process->stat;
    const auto fields = witness::statFields(subject.pid());
    const auto field = [&](int number) { return fields.at(number - 3); };

    QCOMPARE(QByteArray(1, static_cast<char>(stat.state)), field(3));
    QCOMPARE(QByteArray::number(stat.flags.value()), field(9));
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(stat.start)), field(22));
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(stat.virtualBytes.value())), field(23));
    // Field 24 is a counter that lags; statm tells the sum.
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(stat.residentPages.value())),
             witness::procFile(subject.pid(), "statm").split(' ').value(1));
    QCOMPARE(QByteArray::number(stat.exitSignal.value()), field(38));
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(stat.argumentsStart.value())), field(48));
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(stat.argumentsEnd.value())), field(49));
    QCOMPARE(QByteArray::number(stat.exitCode.value()), field(52));
    QCOMPARE(bytes(stat.comm) + '\n', witness::procFile(subject.pid(), "comm"));
}

void LiveIdentity::startLiesBetweenTheClocksAroundIt()
{
    const auto before = wallClock();
    const Subject subject({"plain"});
    const auto after = wallClock();
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto id = inspector->idOf(subject.pid());
    QVERIFY2(id, why(id));
    QVERIFY2(inspector->system().bootTime, why(inspector->system().bootTime));

    const auto started = *inspector->system().bootTime + inspector->system().duration(id->start);
    const auto tick = inspector->system().duration(1); // the start is cut to whole ticks
    QVERIFY(started >=
            before - tick - std::chrono::milliseconds(1)); // the two clocks are not read at one instant
    QVERIFY(started <= after + std::chrono::milliseconds(1));
}

void LiveIdentity::startIsThatOfPs()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto id = inspector->idOf(subject.pid());
    QVERIFY2(id, why(id));
    const auto said = witness::ps(subject.pid(), {"lstart"});
    QVERIFY2(said, why(said));

    const auto psTime = QLocale::c().toDateTime(QString::fromLatin1(said->join(' ')),
                                                QStringLiteral("ddd MMM d hh:mm:ss yyyy"));
    QVERIFY(psTime.isValid());
    const auto started = *inspector->system().bootTime + inspector->system().duration(id->start);
    const auto ours = std::chrono::duration<double>(started.time_since_epoch()).count();
    const auto theirs = static_cast<double>(psTime.toSecsSinceEpoch());
    // ps adds to btime, which is cut to whole seconds, and shows whole seconds: it can only be early, by less
    // than two.
    QVERIFY2(ours >= theirs && ours < theirs + 2,
             qPrintable(QString::asprintf("%.3f and %.3f", ours, theirs)));
}

void LiveIdentity::pidInTheInnermostNamespaceIsTheOnlyOne()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto identity =
        inspector->idOf(subject.pid()).and_then([&](const ProcessId &id) { return inspector->identity(id); });
    QVERIFY2(identity, why(identity));
    QVERIFY2(identity->namespacePids, why(identity->namespacePids));
    // It shares the reader's pid namespace, from which the numbers begin.
    QCOMPARE(identity->namespacePids->size(), std::size_t(1));
    QCOMPARE(identity->namespacePids->front(), subject.pid());
}

void LiveIdentity::sampleHoldsTheSame()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto id = inspector->idOf(subject.pid());
    QVERIFY2(id, why(id));
    const auto *process = snapshot->find(*id);
    QVERIFY(process);
    const auto identity = inspector->identity(*id);
    QVERIFY2(identity, why(identity));
    QVERIFY(process->stat == identity->stat);
    QVERIFY(process->credentials == identity->credentials);
    QVERIFY(!process->exitStatus);
    QVERIFY(!process->cpuShare);
}

void LiveIdentity::stoppedIsSeen()
{
    const Subject subject({"stopped"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *child = snapshot->withPid(subject.child());
    QVERIFY(child && child->stat);
    QCOMPARE(child->stat->state, State::Stopped);
    QCOMPARE(child->stat->ppid, subject.pid());
    QVERIFY(!child->exitStatus);
    const auto said = witness::ps(subject.child(), {"stat"});
    QVERIFY2(said, why(said));
    QCOMPARE(said->first().front(), 'T');
}

void LiveIdentity::niceIsSeen()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto raised =
        witness::run("renice", {"-n", "19", "-p", QString::number(subject.pid())}, "bsdutils");
    QVERIFY2(raised, why(raised));
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *process = snapshot->withPid(subject.pid());
    QVERIFY(process && process->stat);
    QVERIFY(process->stat->nice == 19);
}

void LiveIdentity::kernelThreadHasNeitherProgramNorArguments()
{
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto &all = snapshot->processes;
    const auto thread =
        std::ranges::find_if(all, [](const Process &process) { return process.isKernelThread(); });
    if (thread == all.end()) {
        // Inside a pid namespace none are to be seen: then no process may claim to be one.
        QVERIFY(std::ranges::none_of(
            all, [](const Process &process) { return process.stat && process.stat->ppid == 2; }));
        qInfo("no kernel threads are visible here (a pid namespace)");
        return;
    }
    QVERIFY2(thread->commandLine, why(thread->commandLine));
    QCOMPARE(bytes(*thread->commandLine), QByteArray());
    const auto inspector = inspectorOfMachine();
    QVERIFY2(inspector, why(inspector));
    const auto names = inspector->names(thread->id);
    QVERIFY2(names, why(names));
    QVERIFY(names->argv0 && !*names->argv0);
    QVERIFY(names->executable && !*names->executable);
    QCOMPARE(inspector->arguments(thread->id)->size(), std::size_t(0));
    QCOMPARE(kindOf(inspector->environment(thread->id)), QByteArray("unsupported"));
    QCOMPARE(kindOf(inspector->descriptors(thread->id)), QByteArray("unsupported"));
}

void LiveIdentity::testItselfIsInTheSample()
{
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *self = snapshot->withPid(getpid());
    QVERIFY(self && self->stat && self->credentials);
    QCOMPARE(self->stat->state, State::Running);
    QCOMPARE(self->stat->ppid, getppid());
    const auto *entry = getpwuid(geteuid());
    QCOMPARE(bytes(*userNames(true).await(self->credentials->uid.effective)),
             entry ? QByteArray(entry->pw_name) : QByteArray::number(geteuid()));
    QVERIFY(std::ranges::is_sorted(snapshot->processes, {},
                                   [](const Process &process) { return process.id.pid; }));
}

static const forklore::TestClass<LiveIdentity> testClass(__FILE__);
#include "tst_live_identity.moc"
