// SPDX-License-Identifier: GPL-3.0-or-later
//
// Starts and ends that must have happened between two samples, and the order in which they are told.
#include <QTest>

#include "tests/core/snapshot/two_samples.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::two_samples;
using namespace std::chrono_literals;

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
