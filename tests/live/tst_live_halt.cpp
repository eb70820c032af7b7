// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whoever stops processes may be killed at any moment: they do not stay stopped. And control groups that are
// frozen.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "core/host/linux/control/target.h"
#include "core/host/linux/sampling/linux_source.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/live/watched_targets.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto guardUnderTest = FORKLORE_GUARD;

QByteArray stateOf(Pid pid)
{
    return witness::statFields(pid).value(0);
}

bool isStopped(Pid pid)
{
    return stateOf(pid) == "T";
}

/// A program that stops the process and then waits for an answer. Its end is up to the test.
class Stopper {
public:
    Stopper(const ProcessRef &process, const char *guard, const std::string &directory)
    {
        int ends[2];
        if (pipe(ends) != 0)
            return;
        m_pid = fork();
        if (m_pid == 0) {
            close(ends[0]);
            for (const int signal : {SIGTERM, SIGSEGV, SIGHUP}) // Qt Test has handlers for them
                std::signal(signal, SIG_DFL);
            TimedCalls calls; // those of the test have no threads in a child
            LinuxTargets targets("/proc", guard, directory, calls);
            Halt halt(targets);
            static_cast<void>(halt.halt({process}, NewcomerPolicy::Report));
            const auto guarding = targets.guardProcess();
            const Pid pid = guarding ? guarding->pid : 0;
            const bool told = write(ends[1], &pid, sizeof pid) == sizeof pid;
            for (; told;)
                pause();
            _exit(1);
        }
        close(ends[1]);
        if (read(ends[0], &m_guard, sizeof m_guard) != sizeof m_guard)
            m_guard = -1;
        close(ends[0]);
    }
    Stopper(const Stopper &) = delete;
    Stopper &operator=(const Stopper &) = delete;
    ~Stopper() { end(SIGKILL); }

    /// The guard's pid; 0: there is none. -1: it did not come so far.
    [[nodiscard]] Pid guard() const { return m_guard; }
    void end(int signal)
    {
        if (m_pid > 0) {
            kill(m_pid, signal);
            waitpid(m_pid, nullptr, 0);
        }
        m_pid = -1;
    }

private:
    Pid m_pid = -1;
    Pid m_guard = -1;
};

/// A control group that can be frozen, of one version.
class FreezableGroup {
public:
    explicit FreezableGroup(Freeze::Version version) : m_isNew(version == Freeze::Version::V2)
    {
        const auto mounts = parseFreezerMounts(witness::file("/proc/self/mountinfo").toStdString());
        for (const auto &mount : mounts) {
            if (mount.version == version && mount.root == "/")
                m_path =
                    QString::fromStdString(mount.mountPoint) + "/forklore-test-" + QString::number(getpid());
        }
        m_isMade = !m_path.isEmpty() && QDir().mkdir(m_path);
    }
    FreezableGroup(const FreezableGroup &) = delete;
    FreezableGroup &operator=(const FreezableGroup &) = delete;
    ~FreezableGroup()
    {
        if (!m_isMade)
            return;
        set(m_path, false);
        for (const auto &pid : witness::file((m_path + "/cgroup.procs").toUtf8()).split('\n'))
            write(m_path + "/../cgroup.procs", pid);
        QDir().rmdir(m_path);
    }

    [[nodiscard]] bool isMade() const { return m_isMade; }
    [[nodiscard]] bool add(Pid pid) const { return write(m_path + "/cgroup.procs", QByteArray::number(pid)); }
    void freeze() const { set(m_path, true); }
    void thaw() const { set(m_path, false); }

private:
    static bool write(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write(text) == text.size();
    }
    void set(const QString &path, bool frozen) const
    {
        if (m_isNew)
            write(path + "/cgroup.freeze", frozen ? "1" : "0");
        else
            write(path + "/freezer.state", frozen ? "FROZEN" : "THAWED");
    }

    bool m_isNew;
    bool m_isMade = false;
    QString m_path;
};

} // namespace

class LiveHalt : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aKilledProgramLeavesNobodyStopped_data();
    void aKilledProgramLeavesNobodyStopped();
    void whatNobodyContinuedIsFoundAtTheNextStart();
    void aGuardThatCannotBeStartedIsSaid();
    void whatIsSettledIsLeftAlone();
    void aFrozenTreeIsKilledInTime_data();
    void aFrozenTreeIsKilledInTime();
    void aFrozenProcessIsForeseen_data();
    void aFrozenProcessIsForeseen();

private:
    [[nodiscard]] std::string directory() const { return m_directory.path().toStdString(); }
    [[nodiscard]] int journals() const
    {
        return static_cast<int>(QDir(m_directory.path()).entryList(QDir::Files).size());
    }
    [[nodiscard]] ProcessRef refOf(Pid pid) const { return {m_inspector->idOf(pid).value(), "subject"}; }

    QTemporaryDir m_directory;
    Result<Inspector> m_inspector = inspectorOfMachine();
};

void LiveHalt::init()
{
    QVERIFY2(m_inspector, why(m_inspector));
    QVERIFY(m_directory.isValid());
}

void LiveHalt::aKilledProgramLeavesNobodyStopped_data()
{
    QTest::addColumn<int>("signal");
    for (const int signal : {SIGKILL, SIGTERM, SIGSEGV, SIGHUP})
        QTest::addRow("signal %d", signal) << signal;
}

void LiveHalt::aKilledProgramLeavesNobodyStopped()
{
    QFETCH(const int, signal);
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    Stopper stopper(refOf(subject.pid()), guardUnderTest, directory());
    QVERIFY(stopper.guard() > 0);
    QVERIFY(isStopped(subject.pid()));
    QCOMPARE(journals(), 1);
    QCOMPARE(witness::statFields(stopper.guard()).value(6 - 3),
             QByteArray::number(stopper.guard())); // session
    kill(stopper.guard(), SIGTERM);                // as if all of it were asked to end
    QVERIFY(isStopped(subject.pid()));
    stopper.end(signal);
    QTRY_VERIFY(!isStopped(subject.pid()));
    QTRY_COMPARE(journals(), 0);
}

void LiveHalt::whatNobodyContinuedIsFoundAtTheNextStart()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    Stopper stopper(refOf(subject.pid()), guardUnderTest, directory());
    QVERIFY(stopper.guard() > 0);
    QVERIFY(findLeftStopped(directory()).value().empty()); // it may continue them yet
    kill(stopper.guard(), SIGKILL);
    QTRY_VERIFY(stateOf(stopper.guard()).isEmpty() || stateOf(stopper.guard()) == "Z");
    stopper.end(SIGKILL);
    QVERIFY(isStopped(subject.pid()));
    const auto left = findLeftStopped(directory()).value();
    QCOMPARE(left.size(), std::size_t(1));
    QCOMPARE(left.front().processes.size(), std::size_t(1));
    QCOMPARE(left.front().processes.front().id.pid, subject.pid());
    QVERIFY(continueLeft(left.front()).empty());
    QTRY_VERIFY(!isStopped(subject.pid()));
    QCOMPARE(journals(), 0);
}

void LiveHalt::aGuardThatCannotBeStartedIsSaid()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    LinuxTargets targets("/proc", "/nowhere/forklore-guard", directory());
    {
        Halt halt(targets);
        static_cast<void>(halt.halt({refOf(subject.pid())}, NewcomerPolicy::Report));
        QVERIFY(!targets.protection());
        QCOMPARE(journals(), 1); // that much is left
        QVERIFY(isStopped(subject.pid()));
    }
    QTRY_VERIFY(!isStopped(subject.pid()));
    QCOMPARE(journals(), 0);
}

void LiveHalt::whatIsSettledIsLeftAlone()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto process = refOf(subject.pid());
    {
        LinuxTargets targets("/proc", guardUnderTest, directory());
        Halt halt(targets);
        static_cast<void>(halt.halt({process}, NewcomerPolicy::Report));
        QVERIFY2(targets.protection(), why(targets.protection()));
        QVERIFY(isStopped(subject.pid()));
        halt.settle({process.id});
    }
    QVERIFY(isStopped(subject.pid())); // the guard has ended by now
    kill(subject.pid(), SIGCONT);
}

void LiveHalt::aFrozenTreeIsKilledInTime_data()
{
    QTest::addColumn<int>("version");
    QTest::newRow("version 1") << int(Freeze::Version::V1);
    QTest::newRow("version 2") << int(Freeze::Version::V2);
}

void LiveHalt::aFrozenTreeIsKilledInTime()
{
    QFETCH(const int, version);
    const auto kind = static_cast<Freeze::Version>(version);
    const FreezableGroup group(kind);
    const Subject subject({"pgid"});
    QVERIFY2(subject.stands(), subject.complaint());
    if (!group.isMade() || !group.add(subject.child())) {
        qInfo("no control group of this version can be made here: only the made-up machine is tested");
        return;
    }
    group.freeze();
    QTRY_VERIFY(m_inspector->freeze(refOf(subject.child()).id).value());
    int samples = 0;
    WatchedTargets targets([&](const WatchedTargets::Sample &sample) {
        ++samples;
        return sample();
    });
    const auto kill = killTree(targets, refOf(subject.child()).id);
    QVERIFY2(kill, why(kill));
    QCOMPARE(kill->halted->frozen.size(), std::size_t(1));
    QVERIFY(kill->halted->notStopped.empty());
    QVERIFY2(samples < 12, QByteArray::number(samples));
    if (kind == Freeze::Version::V1) {
        QVERIFY(stateOf(subject.child()) != "Z"); // not before it is thawed
        group.thaw();
    }
    QTRY_COMPARE(stateOf(subject.child()), QByteArray("Z"));
}

void LiveHalt::aFrozenProcessIsForeseen_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<int>("signal");
    QTest::addColumn<bool>("waits");
    for (const auto version : {Freeze::Version::V1, Freeze::Version::V2}) {
        const bool isOld = version == Freeze::Version::V1;
        for (const int signal : {SIGKILL, SIGTERM, SIGQUIT, SIGUSR1})
            QTest::addRow("v%d signal %d", isOld ? 1 : 2, signal)
                << int(version) << signal << (isOld || signal == SIGQUIT || signal == SIGUSR1);
    }
}

void LiveHalt::aFrozenProcessIsForeseen()
{
    QFETCH(const int, version);
    QFETCH(const int, signal);
    QFETCH(const bool, waits);
    const FreezableGroup group(static_cast<Freeze::Version>(version));
    const Subject subject({"signals", "catch", "10"}); // a handler for SIGUSR1; SIGQUIT dumps core
    QVERIFY2(subject.stands(), subject.complaint());
    if (!group.isMade() || !group.add(subject.child())) {
        qInfo("no control group of this version can be made here");
        return;
    }
    group.freeze();
    const auto id = refOf(subject.child()).id;
    QTRY_VERIFY(m_inspector->freeze(id).value());
    const auto freeze = m_inspector->freeze(id).value().value();
    QCOMPARE(int(freeze.version), version);
    QVERIFY(QByteArray::fromStdString(freeze.group).startsWith("/forklore-test-"));
    QVERIFY(!freeze.byAncestor);
    const auto source = LinuxSource::create();
    QVERIFY2(source, why(source));
    SampleRequest request;
    request.view = {id.pid};
    const auto sample = (*source)->sample(request, nullptr);
    QVERIFY2(sample, why(sample));
    QVERIFY(sample->withPid(id.pid)->frozen == freeze);
    const auto reading = m_inspector->signalReading(id);
    QVERIFY2(reading, why(reading));
    const auto prediction = predict(signal, *reading);
    QVERIFY2((prediction.effect == SignalEffect::AwaitsThaw) == waits, prediction.sentence.c_str());
    const auto target = Target::open(id);
    QVERIFY(target && target->send(signal));
    if (waits) {
        QVERIFY(!target->awaitEnd(std::chrono::milliseconds(100)));
        group.thaw();
    }
    if (signal != SIGUSR1)
        QVERIFY(target->awaitEnd(std::chrono::seconds(20)));
}

static const forklore::TestClass<LiveHalt> testClass(__FILE__);
#include "tst_live_halt.moc"
