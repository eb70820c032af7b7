// SPDX-License-Identifier: GPL-3.0-or-later
//
// Operations on real processes: they reach the one that was chosen, or nobody.
#include <QDeadlineTimer>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <utility>

#include <sys/wait.h>
#include <unistd.h>

#include "core/host/linux/control/set_limit.h"
#include "core/operation/recipients.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/live/watched_targets.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

QByteArray stateOf(Pid pid)
{
    return witness::statFields(pid).value(0);
}

bool hasCapability(int number)
{
    for (const auto &line : witness::file("/proc/self/status").split('\n')) {
        if (line.startsWith("CapEff:"))
            return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> number & 1u) != 0;
    }
    return false;
}

} // namespace

class LiveControl : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aSignalReachesItsProcess();
    void anEndedProcessIsGone();
    void aReusedPidIsLeftAlone();
    void anotherStartIsAnotherProcess();
    void anotherUsersProcessIsRefused();
    void itIsToldHowItEnded_data();
    void itIsToldHowItEnded();
    void whatGoesOnHasNotEnded();
    void aTreeThatGrowsIsKilledWhole();
    void onlyThoseThatAreKnownAreHalted();
    void aTreeIsNotLeftStopped();
    void aLimitIsSet();
    void aSideThatIsNotNamedStays();
    void aSoftLimitAboveTheHardOneIsRefused();
    void aHardLimitIsRaisedWithTheRightAlone();

private:
    [[nodiscard]] Result<Target> targetOf(Pid pid) const
    {
        return m_inspector->idOf(pid).and_then(&Target::open);
    }
    [[nodiscard]] QByteArray limitOf(Pid pid) const { return witness::prlimit(pid)->value("NOFILE"); }

    Result<Inspector> m_inspector = inspectorOfMachine();
};

void LiveControl::init()
{
    QVERIFY2(m_inspector, why(m_inspector));
}

void LiveControl::aSignalReachesItsProcess()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto target = targetOf(subject.pid());
    QVERIFY2(target, why(target));
    QVERIFY(target->send(0));
    QVERIFY(target->send(SIGSTOP));
    QTRY_COMPARE(stateOf(subject.pid()), QByteArray("T"));
    QVERIFY(target->send(SIGCONT));
    QTRY_VERIFY(stateOf(subject.pid()) != "T");
    QVERIFY(!target->isGone());
}

void LiveControl::anEndedProcessIsGone()
{
    Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto id = m_inspector->idOf(subject.pid()).value();
    const auto target = Target::open(id);
    QVERIFY2(target, why(target));
    subject.end();
    QVERIFY(target->isGone());
    QCOMPARE(kindOf(target->send(SIGTERM)), raw("gone"));
    QCOMPARE(kindOf(setLimit(*target, Resource::OpenFiles, {.soft = LimitValue(9)})), raw("gone"));
    QCOMPARE(kindOf(Target::open(id)), raw("gone"));
}

void LiveControl::aReusedPidIsLeftAlone()
{
    Subject first({"plain"});
    QVERIFY2(first.stands(), first.complaint());
    const auto id = m_inspector->idOf(first.pid()).value();
    const auto target = Target::open(id);
    QVERIFY2(target, why(target));
    first.end();
    const auto ticks = m_inspector->system().ticksPerSecond;
    const auto now = [&] { return bootClock() * static_cast<long long>(ticks) / std::chrono::seconds(1); };
    QTRY_VERIFY(now() > static_cast<long long>(id.start) + 1); // then a new one has another start

    const Subject second({"clone", QString::number(id.pid)});
    QVERIFY2(second.stands(), second.complaint());
    if (second.child() == 0) { // it takes CAP_CHECKPOINT_RESTORE
        qInfo("a pid cannot be chosen here (errno %s): only its absence is tested",
              second.fact("errno").constData());
    } else {
        QCOMPARE(second.child(), id.pid);
    }
    QCOMPARE(kindOf(target->send(SIGKILL)), raw("gone"));
    QCOMPARE(kindOf(Target::open(id)), raw("gone"));
    WatchedTargets targets;
    const auto report = runToEnd(targets, {.signal = SIGKILL, .to = {{id, "plain"}}});
    QVERIFY2(report, why(report));
    QCOMPARE(report->outcomes.size(), std::size_t(1));
    QCOMPARE(kindOf(report->outcomes.front().delivery.sent), raw("gone"));
    if (second.child() != 0)
        QTRY_COMPARE(stateOf(second.child()), QByteArray("S")); // it lives, and sleeps once it has begun
}

void LiveControl::anotherStartIsAnotherProcess()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto id = m_inspector->idOf(subject.pid()).value();
    for (const auto start : {id.start + 1, id.start - 1, StartTicks(0)})
        QCOMPARE(kindOf(Target::open({id.pid, start})), raw("gone"));
    QCOMPARE(kindOf(Target::open({id.pid, ProcessId::unknownStart})), raw("unsupported"));
    for (const Pid pid : {0, -1})
        QCOMPARE(kindOf(Target::open({pid, id.start})), raw("unsupported"));
}

void LiveControl::anotherUsersProcessIsRefused()
{
    constexpr uid_t nobody = 65534;
    const auto id = m_inspector->idOf(1);
    if (!id || (geteuid() != 0 && m_inspector->identity(*id)->credentials->uid.real == getuid())) {
        qInfo("no other user's process can be seen here: only a container's root could try");
        return;
    }
    const auto child = fork();
    if (child == 0) { // as an ordinary user the test may not signal it either
        if (geteuid() == 0 && setuid(nobody) != 0)
            _exit(2);
        const auto sent = Target::open(*id).and_then([](const Target &target) { return target.send(0); });
        _exit(!sent && sent.error().kind == ErrorKind::Denied ? 0 : 1);
    }
    QVERIFY(child > 0);
    int status = -1;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
}

void LiveControl::itIsToldHowItEnded_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<bool>("reaped"); // by its parent, before one asks
    for (const int signal : {SIGTERM, SIGKILL, SIGSEGV})
        QTest::addRow("zombie of %d", signal) << signal << false;
    QTest::newRow("reaped") << SIGKILL << true;
}

void LiveControl::itIsToldHowItEnded()
{
    QFETCH(const int, signal);
    QFETCH(const bool, reaped);
    Subject subject({"signals", "catch", "10"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto target = targetOf(subject.child());
    QVERIFY2(target, why(target));
    QVERIFY(target->send(signal));
    if (reaped) // by whoever adopts it
        subject.end();
    const auto status = target->awaitEnd(std::chrono::seconds(20));
    QVERIFY(status);
    if (reaped && !*status) { // before Linux 6.15
        QCOMPARE(kindOf(*status), raw("unsupported"));
        return;
    }
    QVERIFY2(*status, why(*status));
    QCOMPARE((*status)->kind, ExitStatus::Kind::Signaled);
    QCOMPARE((*status)->value, signal);
}

void LiveControl::whatGoesOnHasNotEnded()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto target = targetOf(subject.pid());
    QVERIFY2(target, why(target));
    QVERIFY(!target->awaitEnd(std::chrono::milliseconds(30)));
    QVERIFY(!target->awaitEnd(std::chrono::milliseconds(0)));
}

void LiveControl::onlyThoseThatAreKnownAreHalted()
{
    const Subject subject({"growing"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto root = m_inspector->idOf(subject.child()).value();
    QTRY_VERIFY(!newcomers(sampleNow({}).value(), {{root, "root"}}).empty()); // it has begun
    WatchedTargets targets;
    Halt halt(targets);
    const auto found = halt.halt({{root, "root"}}, NewcomerPolicy::Report);
    QCOMPARE(stateOf(root.pid), QByteArray("T"));
    QVERIFY(!found.newcomers.empty());
    for (const auto &process : found.newcomers)
        QVERIFY(stateOf(process.id.pid) != "T");
    const auto again = halt.halt({{root, "root"}}, NewcomerPolicy::Report);
    QCOMPARE(again.newcomers.size(), found.newcomers.size()); // what stands still starts nothing
    halt.resume();
    QTRY_VERIFY(stateOf(root.pid) != "T");
}

void LiveControl::aTreeThatGrowsIsKilledWhole()
{
    const Subject subject({"growing"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto root = m_inspector->idOf(subject.child());
    QVERIFY2(root, why(root));
    // In the first sample, which is handed on only when the tree has grown since.
    std::vector<ProcessRef> atFirst;
    WatchedTargets targets([&](const WatchedTargets::Sample &sample) {
        auto snapshot = sample();
        if (!atFirst.empty())
            return snapshot;
        atFirst = recipients(snapshot.value(), *root, Scope::Tree);
        const QDeadlineTimer patience(60'000);
        while (newcomers(sample().value(), atFirst).empty() && !patience.hasExpired()) {
        }
        return snapshot;
    });
    const auto kill = killTree(targets, *root);
    QVERIFY2(kill, why(kill));
    std::vector<Delivery> deliveries;
    for (const auto &outcome : kill->outcomes)
        deliveries.push_back(outcome.delivery);
    const auto isLater = [&](const Delivery &delivery) {
        return std::ranges::find(atFirst, delivery.process.id, &ProcessRef::id) == atFirst.end();
    };
    QVERIFY2(std::ranges::any_of(deliveries, isLater), "it did not grow"); // which it does without end
    for (const auto &delivery : deliveries) // some were ended by their parent before it stood still
        QVERIFY2(delivery.sent || kindOf(delivery.sent) == "gone", why(delivery.sent));
    QCOMPARE(deliveries.back().process.id, *root);

    const auto living = [&] {
        const auto snapshot = sampleNow({});
        int count = 0;
        for (const auto &process : snapshot->processes)
            count += process.stat && process.stat->pgid == root->pid && !process.isZombie() ? 1 : 0;
        return count;
    };
    QTRY_COMPARE(living(), 0); // a killed process takes a moment to end
}

void LiveControl::aTreeIsNotLeftStopped()
{
    const Subject subject({"pgid"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto root = m_inspector->idOf(subject.child()).value();
    int asked = 0;
    WatchedTargets targets([&](const WatchedTargets::Sample &sample) -> Result<Snapshot> {
        if (++asked > 2) // they have been stopped by then
            return failure(ErrorKind::Io, "too many open files");
        return sample();
    });
    const auto kill = killTree(targets, root);
    QVERIFY2(kill, why(kill));
    QTRY_COMPARE(stateOf(subject.child()), QByteArray("Z"));
}

void LiveControl::aLimitIsSet()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto target = targetOf(subject.pid());
    QVERIFY2(target, why(target));
    const auto now = setLimit(*target, Resource::OpenFiles, {.soft = LimitValue(60), .hard = LimitValue(70)});
    QVERIFY2(now, why(now));
    QVERIFY(*now == (Limit{Resource::OpenFiles, 60, 70}));
    QCOMPARE(limitOf(subject.pid()), QByteArray("60:70"));
}

void LiveControl::aSideThatIsNotNamedStays()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto target = targetOf(subject.pid());
    QVERIFY2(target, why(target));
    QVERIFY(setLimit(*target, Resource::OpenFiles, {.soft = LimitValue(60), .hard = LimitValue(70)}));
    QVERIFY(setLimit(*target, Resource::OpenFiles, {.soft = LimitValue(50)}));
    QCOMPARE(limitOf(subject.pid()), QByteArray("50:70"));
    QVERIFY(setLimit(*target, Resource::OpenFiles, {.hard = LimitValue(65)}));
    QCOMPARE(limitOf(subject.pid()), QByteArray("50:65"));
}

void LiveControl::aSoftLimitAboveTheHardOneIsRefused()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto target = targetOf(subject.pid());
    QVERIFY2(target, why(target));
    QVERIFY(setLimit(*target, Resource::OpenFiles, {.soft = LimitValue(60), .hard = LimitValue(70)}));
    for (const auto &change : {LimitChange{.soft = LimitValue(71)}, LimitChange{.soft = LimitValue()},
                               LimitChange{.hard = LimitValue(59)}})
        QCOMPARE(kindOf(setLimit(*target, Resource::OpenFiles, change)), raw("unsupported"));
    QCOMPARE(limitOf(subject.pid()), QByteArray("60:70"));
}

void LiveControl::aHardLimitIsRaisedWithTheRightAlone()
{
    const Subject subject({"plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto target = targetOf(subject.pid());
    QVERIFY2(target, why(target));
    QVERIFY(setLimit(*target, Resource::OpenFiles, {.soft = LimitValue(60), .hard = LimitValue(70)}));
    const auto raised = setLimit(*target, Resource::OpenFiles, {.hard = LimitValue(80)});
    constexpr int sysResource = 24;
    // In a user namespace of its own root has it for nothing that counts here.
    const bool ofMachine = witness::file("/proc/self/uid_map").simplified() == "0 0 4294967295";
    if (hasCapability(sysResource) && ofMachine) {
        QVERIFY2(raised, why(raised));
        QCOMPARE(limitOf(subject.pid()), QByteArray("60:80"));
    } else {
        QCOMPARE(kindOf(raised), raw("denied"));
        QVERIFY(raised.error().message.find("is 70") != std::string::npos);
        QCOMPARE(limitOf(subject.pid()), QByteArray("60:70"));
    }
}

static const forklore::TestClass<LiveControl> testClass(__FILE__);
#include "tst_live_control.moc"
