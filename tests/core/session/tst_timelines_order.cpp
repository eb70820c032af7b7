// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which process an event is of, and events and samples in the orders in which they come.
#include <QTest>

#include "tests/core/session/fed_timelines.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::fed_timelines;
using namespace std::chrono_literals;

class TimelinesOrderTest : public FedTimelines {
    Q_OBJECT

private slots:
    void init() { begin(); }

    void startThatComesToLightIsOfTheSameProcessTimeline();
    void startThatASampleBringsToLight();
    void namelessPidUsedAgainIsANewProcessTimeline();
    void namelessPidUsedAgainWithoutAnEnd();
    void namelessPidUsedAgainBySomebodyKnown();
    void whatHappensAfterTheEndHappensToAnother();

    void endThatIsHeardBeforeTheSampleMissesIt();
    void endThatIsHeardAfterTheSampleMissedIt();
    void endThatNobodyHears();
    void birthThatIsHeardAfterASampleHasShownIt();
    void birthThatIsHeardAfterTheEndWasSeen();
    void outOfSightForASample();
    void zombieOfASampleIsNotRevived();
    void sampleOfEarlierRevivesNobody();
    void unreadableOnesAreLeftOut();
};

void TimelinesOrderTest::startThatComesToLightIsOfTheSameProcessTimeline()
{
    append({birth(10s, nameless(9, "shell")), exec(11s, job, "job")});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork exec"));
    QVERIFY(timeline().isBirthHeard);
    QVERIFY(timeline().id == job.id);
    QVERIFY(!m_timelines->find(nameless(9).id));
}

void TimelinesOrderTest::startThatASampleBringsToLight()
{
    append({birth(10s, nameless(9, "shell"))});
    see(11s, {shellProcess, jobProcess});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork"));
    QCOMPARE(timeline().comm, std::string("job"));
    QVERIFY(!m_timelines->find(nameless(9).id));
}

void TimelinesOrderTest::namelessPidUsedAgainIsANewProcessTimeline()
{
    append({birth(10s, nameless(9)), end(11s, nameless(9), code(3)), birth(12s, nameless(9, "second"))});
    const auto &second = timeline(nameless(9));
    QCOMPARE(eventsOf(second), QByteArray("fork"));
    QCOMPARE(second.comm, std::string("second"));
    QVERIFY(!second.ended);
    QVERIFY(!second.end);
    // And what is heard next is of the second.
    append({exec(13s, job, "job")});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork exec"));
}

void TimelinesOrderTest::namelessPidUsedAgainWithoutAnEnd()
{
    append({birth(10s, nameless(9)), exec(11s, nameless(9), "first"), birth(12s, nameless(9))});
    QCOMPARE(eventsOf(timeline(nameless(9))), QByteArray("fork"));
    QCOMPARE(timeline(nameless(9)).commandLine, std::string());
}

void TimelinesOrderTest::namelessPidUsedAgainBySomebodyKnown()
{
    append({birth(10s, nameless(9)), birth(12s, job)});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork"));
    QCOMPARE(eventsOf(timeline(nameless(9))), QByteArray("fork"));
    QVERIFY(timeline(nameless(9)).ended == Moment(12s)); // whoever it was, the pid was free by then
    QVERIFY(!timeline(nameless(9)).end);
}

void TimelinesOrderTest::whatHappensAfterTheEndHappensToAnother()
{
    append({birth(10s, nameless(9)), end(11s, nameless(9), code(3))});
    append({end(15s, nameless(9), code(4))}); // its birth was lost
    QCOMPARE(eventsOf(timeline(nameless(9))), QByteArray("exit"));
    QVERIFY(timeline(nameless(9)).end->status == code(4));
}

void TimelinesOrderTest::endThatIsHeardBeforeTheSampleMissesIt()
{
    see(10s, {shellProcess, jobProcess});
    append({end(10500ms, job, code(3))});
    see(11s, {shellProcess});
    QVERIFY(timeline().ended == Moment(10500ms));
    QVERIFY(timeline().end->status == code(3));
    QCOMPARE(textOf(m_timelines->endings()), QByteArrayList{"job of shell: 1 ended, 1 failed, 0 unknown"});
}

void TimelinesOrderTest::endThatIsHeardAfterTheSampleMissedIt()
{
    see(10s, {shellProcess, jobProcess});
    see(11s, {shellProcess});
    QVERIFY(timeline().ended == Moment(11s));
    QVERIFY(!timeline().end);
    QVERIFY(m_timelines->endings().groups().empty());
    append({end(10500ms, job, code(3))});
    QVERIFY(timeline().ended == Moment(10500ms));
    QVERIFY(timeline().end->status == code(3));
    QCOMPARE(textOf(m_timelines->endings()), QByteArrayList{"job of shell: 1 ended, 1 failed, 0 unknown"});
}

void TimelinesOrderTest::endThatNobodyHears()
{
    see(10s, {shellProcess, jobProcess});
    see(11s, {shellProcess});
    see(12s, {shellProcess});
    QVERIFY(timeline().ended == Moment(11s));
    QVERIFY(!timeline().end);
}

/// Events are read by another thread than samples are.
void TimelinesOrderTest::birthThatIsHeardAfterASampleHasShownIt()
{
    auto adopted = jobProcess;
    adopted.stat->ppid = 1;
    see(10s, {systemdProcess, adopted});
    append({{10s, job, Stopped{}, true}, birth(9s)});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork stop"));
    QVERIFY(timeline().isBirthHeard);
    QVERIFY(timeline().bornOf == shell);
    QVERIFY(timeline().parent == systemd);
    QVERIFY(timeline().isOrphan());
}

void TimelinesOrderTest::birthThatIsHeardAfterTheEndWasSeen()
{
    auto process = jobProcess;
    process.stat->comm = "cc";
    process.commandLine = "cc -c";
    see(10s, {shellProcess, process});
    see(11s, {shellProcess});
    append({birth(9s)});
    QVERIFY(timeline().isBirthHeard);
    QCOMPARE(timeline().commandLine, std::string("cc -c"));
    QCOMPARE(timeline().comm, std::string("cc"));
    QVERIFY(timeline().ended == Moment(11s));
    append({end(10500ms, {job.id, "cc"})});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork exit"));
    QVERIFY(timeline().ended == Moment(10500ms));
}

void TimelinesOrderTest::outOfSightForASample()
{
    see(10s, {shellProcess, jobProcess});
    see(11s, {shellProcess, unreadable(9)});
    see(12s, {shellProcess, jobProcess});
    QVERIFY(!timeline().ended);
    see(13s, {shellProcess});
    QVERIFY(timeline().ended == Moment(13s));
}

void TimelinesOrderTest::zombieOfASampleIsNotRevived()
{
    see(10s, {shellProcess, jobProcess});
    append({end(10500ms, job, code(3))});
    auto zombie = jobProcess;
    zombie.stat->state = State::Zombie;
    zombie.stat->ppid = 1; // it is nobody's orphan any more
    see(11s, {systemdProcess, zombie});
    QVERIFY(timeline().ended == Moment(10500ms));
    QVERIFY(timeline().parent == shell);
    see(12s, {systemdProcess});
    QVERIFY(timeline().ended == Moment(10500ms));
    QVERIFY(timeline().end->status == code(3));
}

void TimelinesOrderTest::sampleOfEarlierRevivesNobody()
{
    see(10s, {systemdProcess, shellProcess, jobProcess});
    const ProcessRef program{job.id, "cc"};
    append({exec(11s, program, "cc -c"), end(12s, program, code(3))});
    auto busier = jobProcess;
    *busier.stat->userTicks += 1;
    see(10500ms, {systemdProcess, shellProcess, busier});
    QVERIFY(timeline().ended == Moment(12s));
    QCOMPARE(timeline().comm, std::string("cc"));
}

void TimelinesOrderTest::unreadableOnesAreLeftOut()
{
    see(10s, {unreadable(5), jobProcess});
    QVERIFY(!m_timelines->find(unreadable(5).id));
    QVERIFY(timeline().parent == nameless(5)); // by its pid; a name is not made up
}

static const forklore::TestClass<TimelinesOrderTest> testClass(__FILE__);
#include "tst_timelines_order.moc"
