// SPDX-License-Identifier: GPL-3.0-or-later
//
// What must have happened between two samples: one of 10 s after boot, and one of 11 s.
#include <QTest>

#include <fmt/format.h>

#include "core/host/sampled_events.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

constexpr StartTicks inBetween = 1'050; // 10.5 s
const Process shell = processOf(5, 1, 500, "shell");
const Process job = processOf(9, 5, 900, "job");
const Process newcomer = processOf(9, 5, inBetween, "new");

Process in(State state, Process process = job)
{
    process.stat->state = state;
    return process;
}

/// @param status as its parent will hear it; nothing: the sample was not told
Process zombie(Process process = job, std::optional<Result<ExitStatus>> status = std::nullopt)
{
    process.exitStatus = std::move(status);
    return in(State::Zombie, std::move(process));
}

Process childOf(Pid parent, Process process = job)
{
    process.stat->ppid = parent;
    return process;
}

/// @param arguments where its argument area begins; 0: that may not be seen
Process running(const std::string &comm, const std::string &commandLine, std::uint64_t arguments)
{
    auto process = job;
    process.stat->comm = comm;
    process.stat->argumentsStart = arguments;
    process.commandLine = commandLine;
    return process;
}

Process actingAs(Uid uid, Gid gid)
{
    auto process = job;
    Credentials credentials;
    credentials.uid.effective = uid;
    credentials.gid = FourIds<Gid>{0, gid, 0, 0};
    process.credentials = credentials;
    return process;
}

using Processes = std::vector<Process>;

Snapshot sampleAt(std::chrono::nanoseconds at, Processes processes)
{
    auto snapshot = snapshotOf(std::move(processes));
    snapshot.sinceBoot = at;
    return snapshot;
}

std::vector<Event> between(Processes earlier, Processes later)
{
    return eventsBetween(sampleAt(10s, std::move(earlier)), sampleAt(11s, std::move(later)), SystemInfo());
}

/// "10.5 9 job: first seen as a child of shell 5": when, who, what.
QByteArrayList linesOf(const std::vector<Event> &events)
{
    QByteArrayList lines;
    for (const auto &event : events)
        lines += bytes(fmt::format("{} {} {}: {}", seconds(event.at), event.process.id.pid,
                                   event.process.comm, text(event)));
    return lines;
}

QByteArrayList told(Processes earlier, Processes later)
{
    return linesOf(between(std::move(earlier), std::move(later)));
}

QByteArrayList stops(Processes earlier, Processes later)
{
    return linesOf(stopsBetween(sampleAt(10s, std::move(earlier)), sampleAt(11s, std::move(later))));
}

} // namespace

class SampledEventsTest : public QObject {
    Q_OBJECT

private slots:
    void nothingHappens();
    void birthIsToldForItsMoment();
    void adopterHasNotForked();
    void birthOfWhoHasNoParentHere();
    void birthByAParentThatNobodySaw();
    void endIsToldForTheLaterSample();
    void becomingAZombieIsTheEnd();
    void statusOfAZombieThatNobodyMaySee();
    void beingReapedTellsNothing();
    void leaderThatEndedBeforeItsThreadsHasNotEnded();
    void appearingAsAZombieIsBirthAndEnd();
    void parentOfAnEndIsTheOneOfItsTime();
    void pidUsedAgainIsEndAndBirth();
    void adoption();
    void adoptionByAParentThatIsNew();
    void parentsOutsideAreNoAdopters();
    void session();
    void credentials_data();
    void credentials();
    void rename();
    void exec_data();
    void exec();
    void stopping_data();
    void stopping();
    void earliestComeFirst();
    void allOfItIsInferred();
    void whoIsOutOfSightForASampleHasNotEnded();
    void unreadableOnesAreBornAndEndWithoutAName();
    void nameOfAnUnreadableParentIsNotMadeUp();
};

void SampledEventsTest::nothingHappens()
{
    auto busier = job;
    *busier.stat->userTicks += 7;
    busier.stat->state = State::Running;
    QCOMPARE(told({shell, job}, {shell, busier}), QByteArrayList());
    QCOMPARE(told({}, {}), QByteArrayList());
}

void SampledEventsTest::birthIsToldForItsMoment()
{
    const auto events = between({shell}, {shell, newcomer});
    QCOMPARE(linesOf(events), QByteArrayList{"10.5 9 new: first seen as a child of shell 5"});
    QVERIFY(events[0].process.id == newcomer.id);
    QVERIFY(parentIn(events[0]) == shell.id);
}

/// Its real parent has forked it and ended since the sample before.
void SampledEventsTest::adopterHasNotForked()
{
    const auto init = processOf(1, 0, 1, "init");
    const auto events = between({init}, {init, childOf(1, newcomer)});
    QCOMPARE(linesOf(events), QByteArrayList{"10.5 9 new: first seen as a child of init 1"});
    const auto &fork = std::get<Forked>(events[0].what);
    QVERIFY(!fork.parent);
    QVERIFY(fork.firstSeenBelow == (ProcessRef{init.id, "init"}));
}

void SampledEventsTest::birthOfWhoHasNoParentHere()
{
    QCOMPARE(told({}, {childOf(0, newcomer)}),
             QByteArrayList{"10.5 9 new: first seen; whose child it is, is not known"});
}

void SampledEventsTest::birthByAParentThatNobodySaw()
{
    const auto events = between({}, {newcomer});
    QCOMPARE(linesOf(events), QByteArrayList{"10.5 9 new: first seen as a child of 5"});
    QVERIFY(parentIn(events[0]) == (ProcessId{5, ProcessId::unknownStart}));
}

void SampledEventsTest::endIsToldForTheLaterSample()
{
    const auto events = between({shell, job}, {shell});
    QCOMPARE(linesOf(events), QByteArrayList{"11 9 job: ended after at most 2.0 s, how is not known"});
    QCOMPARE(std::get<Exited>(events[0].what).status.error().kind, ErrorKind::Unsupported);
    QVERIFY(!std::get<Exited>(events[0].what).lifetime); // it ended at some time between the two
    QVERIFY(parentIn(events[0]) == shell.id);
    QVERIFY(parentIn(between({shell, job}, {}).back()) == shell.id); // which has ended as well
}

void SampledEventsTest::becomingAZombieIsTheEnd()
{
    const Result<ExitStatus> status = ExitStatus{ExitStatus::Kind::Signaled, 9, false};
    const auto events = between({shell, job}, {shell, zombie(job, status)});
    QCOMPARE(linesOf(events), QByteArrayList{"11 9 job: killed by SIGKILL after at most 2.0 s"});
    QVERIFY(parentIn(events[0]) == shell.id);
    QCOMPARE(told({in(State::Stopped)}, {zombie(job, status)}),
             QByteArrayList{"11 9 job: killed by SIGKILL after at most 2.0 s"});
}

void SampledEventsTest::statusOfAZombieThatNobodyMaySee()
{
    const auto denied = failure(ErrorKind::Denied, "test");
    const auto kind = [](const std::vector<Event> &events) {
        return std::get<Exited>(events.at(0).what).status.error().kind;
    };
    QCOMPARE(kind(between({job}, {zombie(job, Result<ExitStatus>(denied))})), ErrorKind::Denied);
    QCOMPARE(kind(between({job}, {zombie()})), ErrorKind::Unsupported);
}

void SampledEventsTest::beingReapedTellsNothing()
{
    QCOMPARE(told({shell, zombie()}, {shell}), QByteArrayList());
    const Result<ExitStatus> status = ExitStatus();
    QCOMPARE(told({shell, zombie()}, {shell, zombie(job, status)}), QByteArrayList());
    QCOMPARE(told({shell, zombie()}, {shell, zombie(childOf(1))}),
             QByteArrayList{"11 9 job: adopted by 1, as shell 5 has ended"});
    QCOMPARE(told({shell, zombie()}, {shell, newcomer}),
             QByteArrayList{"10.5 9 new: first seen as a child of shell 5"});
}

void SampledEventsTest::leaderThatEndedBeforeItsThreadsHasNotEnded()
{
    auto leaderless = zombie();
    leaderless.stat->threads = 2;
    QCOMPARE(told({job}, {leaderless}), QByteArrayList());
    QCOMPARE(told({leaderless}, {zombie()}),
             QByteArrayList{"11 9 job: ended after at most 2.0 s, how is not known"});
    QCOMPARE(told({leaderless}, {}), QByteArrayList{"11 9 job: ended after at most 2.0 s, how is not known"});
}

void SampledEventsTest::appearingAsAZombieIsBirthAndEnd()
{
    const Result<ExitStatus> status = ExitStatus{ExitStatus::Kind::Exited, 3, false};
    QCOMPARE(told({shell}, {shell, zombie(newcomer, status)}),
             (QByteArrayList{"10.5 9 new: first seen as a child of shell 5",
                             "11 9 new: exited 3 after at most 500 ms"}));
}

void SampledEventsTest::parentOfAnEndIsTheOneOfItsTime()
{
    // The pid of the old shell is that of the new one, whose child was born and has ended since.
    const auto another = processOf(5, 1, inBetween, "dash");
    const auto events = between({shell}, {another, zombie(newcomer)});
    QCOMPARE(bytes(text(events.at(2))), QByteArray("ended after at most 500 ms, how is not known"));
    QVERIFY(std::get<Exited>(events[2].what).parent == (ProcessRef{another.id, "dash"}));
    // Before it ended it was adopted.
    const auto reaper = processOf(7, 1, inBetween, "reaper");
    const auto adopted = between({shell, job}, {shell, reaper, zombie(childOf(7))});
    QVERIFY(std::get<Exited>(adopted.back().what).parent == (ProcessRef{reaper.id, "reaper"}));
}

void SampledEventsTest::pidUsedAgainIsEndAndBirth()
{
    const auto events = between({shell, job}, {shell, newcomer});
    QCOMPARE(linesOf(events), (QByteArrayList{"10.5 9 new: first seen as a child of shell 5",
                                              "11 9 job: ended after at most 2.0 s, how is not known"}));
    QVERIFY(events[0].process.id == newcomer.id);
    QVERIFY(events[1].process.id == job.id);
}

void SampledEventsTest::adoption()
{
    const auto init = processOf(1, 0, 1, "init");
    const auto events = between({init, shell, job}, {init, childOf(1)});
    QCOMPARE(linesOf(events), (QByteArrayList{"11 5 shell: ended after at most 6.0 s, how is not known",
                                              "11 9 job: adopted by init 1, as shell 5 has ended"}));
    QVERIFY(events[1].what == EventPayload(Reparented{{shell.id, "shell"}, {init.id, "init"}}));
}

void SampledEventsTest::adoptionByAParentThatIsNew()
{
    const auto sub = processOf(7, 1, inBetween, "reaper");
    QCOMPARE(told({shell, job}, {shell, sub, childOf(7)}),
             (QByteArrayList{"10.5 7 reaper: first seen as a child of 1",
                             "11 9 job: adopted by reaper 7, as shell 5 has ended"}));
}

void SampledEventsTest::parentsOutsideAreNoAdopters()
{
    QCOMPARE(told({childOf(0)}, {childOf(1)}), QByteArrayList());
    QCOMPARE(told({childOf(1)}, {childOf(0)}), QByteArrayList());
}

void SampledEventsTest::session()
{
    auto leader = job;
    leader.stat->sid = 9;
    QCOMPARE(told({job}, {leader}), QByteArrayList{"11 9 job: opened the session 9"});
}

void SampledEventsTest::credentials_data()
{
    QTest::addColumn<unsigned>("uid");
    QTest::addColumn<unsigned>("gid");
    QTest::addColumn<QByteArrayList>("lines");
    QTest::newRow("the same") << 1000u << 100u << QByteArrayList();
    QTest::newRow("root") << 0u << 100u << QByteArrayList{"11 9 job: acts as user 0"};
    QTest::newRow("root's group") << 1000u << 0u << QByteArrayList{"11 9 job: acts as group 0"};
    QTest::newRow("both") << 0u << 0u << QByteArrayList{"11 9 job: acts as user 0 group 0"};
}

void SampledEventsTest::credentials()
{
    QFETCH(unsigned, uid);
    QFETCH(unsigned, gid);
    QFETCH(QByteArrayList, lines);
    const auto before = actingAs(1000, 100);
    const auto after = actingAs(uid, gid);
    QCOMPARE(told({before}, {after}), lines);
    auto denied = job;
    denied.credentials = failure(ErrorKind::Denied, "test");
    QCOMPARE(told({before}, {denied}), QByteArrayList());
    QCOMPARE(told({denied}, {after}), QByteArrayList());
}

void SampledEventsTest::rename()
{
    const auto before = running("job", "job -v", 4096);
    const auto after = running("worker", "job -v", 4096);
    QCOMPARE(told({before}, {after}), QByteArrayList{"11 9 worker: renamed from job"});
}

void SampledEventsTest::exec_data()
{
    const auto line = [](const char *text) { return QByteArrayList{text}; };
    const std::uint64_t hidden = 0;
    QTest::addColumn<std::string>("comm");
    QTest::addColumn<std::string>("commandLine");
    QTest::addColumn<std::uint64_t>("before");
    QTest::addColumn<std::uint64_t>("after");
    QTest::addColumn<QByteArrayList>("lines");
    const std::uint64_t here = 4096;
    const std::uint64_t there = 8192;
    QTest::newRow("another program") << std::string("cc") << std::string("/usr/bin/cc") << here << there
                                     << line("11 9 cc: runs /usr/bin/cc");
    QTest::newRow("itself again") << std::string("sh") << std::string("sh") << here << there
                                  << line("11 9 sh: runs sh");
    QTest::newRow("title set") << std::string("sh") << std::string("sh: idle") << here << here
                               << QByteArrayList();
    QTest::newRow("title and name set") << std::string("idle") << std::string("sh: idle") << here << here
                                        << line("11 9 idle: renamed from sh");
    QTest::newRow("hidden, both differ")
        << std::string("cc") << std::string("cc") << hidden << hidden << line("11 9 cc: seems to run cc");
    QTest::newRow("hidden from now on, both differ") << std::string("sudo") << std::string("sudo") << here
                                                     << hidden << line("11 9 sudo: seems to run sudo");
    QTest::newRow("hidden until now, nothing differs")
        << std::string("sh") << std::string("sh") << hidden << here << QByteArrayList();
    QTest::newRow("hidden, the name differs")
        << std::string("idle") << std::string("sh") << hidden << hidden << line("11 9 idle: renamed from sh");
    QTest::newRow("hidden, the command line differs")
        << std::string("sh") << std::string("sh: idle") << hidden << hidden << QByteArrayList();
}

void SampledEventsTest::exec()
{
    QFETCH(std::string, comm);
    QFETCH(std::string, commandLine);
    QFETCH(std::uint64_t, before);
    QFETCH(std::uint64_t, after);
    QFETCH(QByteArrayList, lines);
    const auto events = between({running("sh", "sh", before)}, {running(comm, commandLine, after)});
    QCOMPARE(linesOf(events), lines);
    if (const auto *exec = events.empty() ? nullptr : std::get_if<Executed>(&events[0].what)) {
        QCOMPARE(exec->before, std::string("sh"));
        QCOMPARE(exec->commandLine.value_or("?"), commandLine);
        QCOMPARE(exec->executable.error().kind, ErrorKind::Unsupported);
    }
}

Q_DECLARE_METATYPE(forklore::State)

void SampledEventsTest::stopping_data()
{
    QTest::addColumn<State>("before");
    QTest::addColumn<State>("after");
    QTest::addColumn<QByteArrayList>("lines");
    const QByteArrayList stopped{"11 9 job: stopped"};
    const QByteArrayList traced{"11 9 job: stopped by its debugger"};
    const QByteArrayList goesOn{"11 9 job: goes on"};
    QTest::newRow("stopped") << State::Running << State::Stopped << stopped;
    QTest::newRow("stands still") << State::Stopped << State::Stopped << QByteArrayList();
    QTest::newRow("goes on") << State::Stopped << State::Sleeping << goesOn;
    QTest::newRow("traced") << State::Sleeping << State::Traced << traced;
    QTest::newRow("stopped, then traced") << State::Stopped << State::Traced << traced;
    QTest::newRow("traced, then stopped") << State::Traced << State::Stopped << stopped;
    QTest::newRow("released") << State::Traced << State::DiskSleep << goesOn;
    QTest::newRow("runs and sleeps") << State::Running << State::Sleeping << QByteArrayList();
}

void SampledEventsTest::stopping()
{
    QFETCH(State, before);
    QFETCH(State, after);
    QFETCH(QByteArrayList, lines);
    const Processes earlier{shell, in(before)};
    const Processes later{processOf(4, 1, inBetween, "other"), shell, in(after), processOf(10, 9, inBetween)};
    QCOMPARE(stops(earlier, later), lines);
    QCOMPARE(told(earlier, {shell, in(after)}), lines);
    // It is another one, one that ends, or one of which nothing is known.
    QCOMPARE(stops({in(before)}, {in(after, newcomer)}), QByteArrayList());
    QCOMPARE(stops({in(before)}, {zombie()}), QByteArrayList());
    QCOMPARE(stops({in(before)}, {}), QByteArrayList());
    QCOMPARE(stops({unreadable(9)}, {in(after)}), QByteArrayList());
    QCOMPARE(stops({unreadable(9)}, {unreadable(9)}), QByteArrayList());
}

void SampledEventsTest::earliestComeFirst()
{
    const auto late = processOf(12, 5, 1'090, "late");
    const auto early = processOf(14, 12, 1'010, "early");
    const auto leaver = processOf(13, 5, 800, "leaver");
    auto session = job;
    session.stat->sid = 9;
    QCOMPARE(told({shell, job, leaver}, {shell, session, late, early}),
             (QByteArrayList{"10.1 14 early: first seen as a child of late 12",
                             "10.9 12 late: first seen as a child of shell 5",
                             "11 13 leaver: ended after at most 3.0 s, how is not known",
                             "11 9 job: opened the session 9"}));
}

void SampledEventsTest::allOfItIsInferred()
{
    auto other = childOf(1, running("cc", "cc", 2));
    other.stat->sid = 9;
    const auto events = between({shell, running("sh", "sh", 1)}, {other, processOf(10, 9, inBetween)});
    QCOMPARE(events.size(), 5u); // birth, end, adoption, session, exec
    for (const auto &event : events) {
        QVERIFY2(event.inferred, kindOf(event).data());
        QVERIFY2(event.notBefore == std::optional<std::chrono::nanoseconds>(10s), kindOf(event).data());
    }
    const auto stop = stopsBetween(sampleAt(10s, {job}), sampleAt(11s, {in(State::Stopped)})).at(0);
    QVERIFY(stop.inferred);
    QVERIFY(stop.notBefore == std::optional<std::chrono::nanoseconds>(10s));
}

/// A setuid program under hidepid, or no descriptor to spare: the pid is listed, no more can be read.
void SampledEventsTest::whoIsOutOfSightForASampleHasNotEnded()
{
    QCOMPARE(told({shell, job}, {shell, unreadable(9)}), QByteArrayList());
    QCOMPARE(told({shell, unreadable(9)}, {shell, job}), QByteArrayList());
    QCOMPARE(told({shell, unreadable(9)}, {shell, unreadable(9)}), QByteArrayList());
    auto failing = job;
    failing.stat = failure(ErrorKind::Io, "test");
    QCOMPARE(told({job}, {failing}), QByteArrayList());
    QCOMPARE(told({failing}, {in(State::Stopped)}), QByteArrayList());
    QCOMPARE(stops({failing}, {in(State::Stopped)}), QByteArrayList());
    QCOMPARE(stops({in(State::Stopped)}, {failing}), QByteArrayList());
}

void SampledEventsTest::unreadableOnesAreBornAndEndWithoutAName()
{
    QCOMPARE(told({shell}, {shell, unreadable(9)}),
             QByteArrayList{"11 9 : first seen; whose child it is, is not known"});
    const auto end = between({shell, unreadable(9)}, {shell});
    QCOMPARE(linesOf(end), QByteArrayList{"11 9 : ended, how is not known"});
    QVERIFY(!std::get<Exited>(end[0].what).lifetime);
    QVERIFY(!std::get<Exited>(end[0].what).lifetimeAtMost);
    QVERIFY(!parentIn(end[0]));
}

void SampledEventsTest::nameOfAnUnreadableParentIsNotMadeUp()
{
    const auto events = between({unreadable(5)}, {unreadable(5), newcomer});
    QCOMPARE(linesOf(events), QByteArrayList{"10.5 9 new: first seen as a child of 5"});
    QCOMPARE(std::get<Forked>(events[0].what).firstSeenBelow->comm, std::string());
}

static const forklore::TestClass<SampledEventsTest> testClass(__FILE__);
#include "tst_sampled_events.moc"
