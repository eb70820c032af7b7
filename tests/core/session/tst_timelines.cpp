// SPDX-License-Identifier: GPL-3.0-or-later
//
// The timeline of a process: its birth, its parents and children, its programs and its end.
#include <QTest>

#include "tests/core/session/fed_timelines.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::fed_timelines;
using namespace std::chrono_literals;

class TimelinesTest : public FedTimelines {
    Q_OBJECT

private slots:
    void init() { begin(); }

    void timelineFromForkToEnd();
    void timelineOfOneThatWasThereBefore();
    void birthThatIsInferredWasNotHeard();
    void orphanAndItsAdopter();
    void orphanThatASampleShows();
    void parentWhoseStartComesToLightIsNoAdopter();
    void childrenAreCountedInTheParentsProcessTimeline();
    void commandLineAsItWasLastRead();
    void longCommandLinesAreCut();
    void nameThatNobodyCouldReadAtTheEnd();
};

void TimelinesTest::timelineFromForkToEnd()
{
    const ProcessRef program{job.id, "cc"};
    append({birth(10s), exec(11s, program, "cc -c"), end(12s, program, code(3))});
    QVERIFY(timeline().id == job.id);
    QCOMPARE(timeline().comm, std::string("cc"));
    QCOMPARE(timeline().commandLine, std::string("cc -c"));
    QVERIFY(timeline().isBirthHeard);
    QVERIFY(timeline().bornOf == shell);
    QVERIFY(timeline().parent == shell);
    QCOMPARE(eventsOf(timeline()), QByteArray("fork exec exit"));
    QVERIFY(timeline().ended == Moment(12s));
    QVERIFY(timeline().end->status == code(3));
    QVERIFY(!m_timelines->find({9, 901}));
    QCOMPARE(m_timelines->total(), 3u);
}

void TimelinesTest::timelineOfOneThatWasThereBefore()
{
    see(10s, {systemdProcess, shellProcess, jobProcess});
    QCOMPARE(timeline().comm, std::string("job"));
    QVERIFY(timeline().bornOf == shell); // the first that was seen
    QVERIFY(timeline().parent == shell);
    QVERIFY(!timeline().isBirthHeard);
    QVERIFY(!timeline().isOrphan());
    QVERIFY(!timeline().ended);
    QVERIFY(timeline().events.empty());
}

void TimelinesTest::birthThatIsInferredWasNotHeard()
{
    see(9s, {shellProcess});
    append({{10s, job, Forked{{}, shell}, true}});
    QVERIFY(!timeline().isBirthHeard);
    QVERIFY(timeline().isBirthSeen);
    QVERIFY(timeline().bornOf == shell); // the first that was seen
    QVERIFY(timeline().parent == shell);
    QCOMPARE(timeline(shell).childrenBorn, 0u); // it may have adopted it
    QCOMPARE(timeline(shell).childrenSeen, 1u);
    QCOMPARE(eventsOf(timeline(shell)), QByteArray("9:fork"));
    QVERIFY(m_timelines->beginning() == Moment(9s));
}

void TimelinesTest::orphanAndItsAdopter()
{
    append({birth(10s)});
    QVERIFY(!timeline().isOrphan());
    append({{11s, job, Reparented{shell, systemd}}});
    QVERIFY(timeline().isOrphan());
    QVERIFY(timeline().bornOf == shell);
    QVERIFY(timeline().parent == systemd);
    append({end(12s, job, ExitStatus(), systemd)});
    QVERIFY(!timeline().isOrphan());

    // Of one whose first parent nobody knew, it is the one that the adoption names.
    const ProcessRef other{{10, 910}, "other"};
    append({{11s, other, Reparented{shell, systemd}}});
    QVERIFY(timeline(other).isOrphan());
    QVERIFY(timeline(other).bornOf == shell);
}

void TimelinesTest::orphanThatASampleShows()
{
    see(10s, {systemdProcess, shellProcess, jobProcess});
    auto adopted = jobProcess;
    adopted.stat->ppid = 1;
    see(11s, {systemdProcess, adopted});
    QVERIFY(timeline().isOrphan());
    QVERIFY(timeline().bornOf == shell);
    QVERIFY(timeline().parent == systemd);
}

void TimelinesTest::parentWhoseStartComesToLightIsNoAdopter()
{
    append({birth(10s, job, nameless(5))});
    see(11s, {shellProcess, jobProcess});
    QVERIFY(timeline().parent == shell);
    QVERIFY(!timeline().isOrphan());
}

void TimelinesTest::childrenAreCountedInTheParentsProcessTimeline()
{
    see(9s, {shellProcess});
    const ProcessRef second{{10, 910}, "second"};
    append({birth(10s), birth(11s, second), end(12s, second, killed), end(13s, job, code(0)),
            birth(14s, {{11, 911}, "third"}, ProcessRef{{5, 501}, "a later shell"})});
    QCOMPARE(timeline(shell).childrenBorn, 2u);
    QCOMPARE(timeline(shell).childrenEnded, 2u);
    QCOMPARE(timeline(shell).childrenFailed, 1u);
    QCOMPARE(eventsOf(timeline(shell)), QByteArray("9:fork 10:fork 10:exit 9:exit"));
    QVERIFY(!m_timelines->find({5, 501}));
}

void TimelinesTest::commandLineAsItWasLastRead()
{
    auto process = jobProcess;
    process.commandLine = "job -v";
    see(10s, {process});
    QCOMPARE(timeline().commandLine, std::string("job -v"));
    process.stat->state = State::Zombie;
    for (const auto &line : {Result<std::string>(), Result<std::string>(notKnown)}) { // a zombie has none
        process.commandLine = line;
        see(11s, {process});
        QCOMPARE(timeline().commandLine, std::string("job -v"));
    }
    // That of the program before is not the new one's.
    append({{12s, job, Executed{"job", failure(ErrorKind::Gone, "test"), failure(ErrorKind::Gone, "test")}}});
    QCOMPARE(timeline().commandLine, std::string());
}

void TimelinesTest::longCommandLinesAreCut()
{
    const std::string longest(1 << 20, 'x');
    append({exec(10s, job, longest)});
    QCOMPARE(timeline().commandLine.size(), 1024u);
    auto process = processOf(10, 5, 910);
    process.commandLine = longest;
    see(10s, {process});
    QCOMPARE(timeline({process.id, {}}).commandLine.size(), 1024u);
}

void TimelinesTest::nameThatNobodyCouldReadAtTheEnd()
{
    append({birth(10s), end(11s, ProcessRef{job.id, ""})});
    QCOMPARE(timeline().comm, std::string("job"));
}

static const forklore::TestClass<TimelinesTest> testClass(__FILE__);
#include "tst_timelines.moc"
