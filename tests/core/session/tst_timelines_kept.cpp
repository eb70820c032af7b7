// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is kept of timelines and events, and in which order they are forgotten.
#include <QTest>

#include "tests/core/session/fed_timelines.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::fed_timelines;
using namespace std::chrono_literals;

class TimelinesKeptTest : public FedTimelines {
    Q_OBJECT

private slots:
    void init() { begin(); }

    void longLivesAreCutInTheMidst();
    void latestEventsAreKept();
    void firstToEndAreForgottenFirst();
    void whoEndedTwiceIsForgottenByTheLatestEnd_data();
    void whoEndedTwiceIsForgottenByTheLatestEnd();
    void endThatIsHeardLateIsOne();
    void theLivingAreNeverForgotten();
    void whoIsListedIsKept();
    void whoIsSelectedIsKept();
    void whoStandsInTheEndingsIsKept();
    void whoHasFailedIsKept();
    void ofThoseKeptForLongTheMidstIsCutOut();
    void whoseStartCameToLightIsKeptAsListed();
};

void TimelinesKeptTest::longLivesAreCutInTheMidst()
{
    append({birth(0s)});
    const int many = 1'000;
    for (int number = 1; number <= many; ++number) {
        append({{number * 1s, job, SessionChanged{number}}});
        QVERIFY(timeline().events.size() <= ProcessTimeline::kept);
        QCOMPARE(timeline().events.size() + timeline().leftOut, static_cast<std::size_t>(number) + 1);
    }
    append({end(1h)});
    const auto &events = timeline().events;
    QCOMPARE(events.size() + timeline().leftOut, static_cast<std::size_t>(many) + 2);
    const auto half = ProcessTimeline::kept / 2;
    for (std::size_t position = 0; position < half; ++position)
        QCOMPARE(events[position].at, Moment(position * 1s));
    for (std::size_t position = half; position + 1 < events.size(); ++position)
        QCOMPARE(events[position].at, Moment((position + timeline().leftOut) * 1s));
    QVERIFY(std::holds_alternative<Exited>(events.back().what));
}

void TimelinesKeptTest::latestEventsAreKept()
{
    const auto more = Timelines::maxEvents + 10;
    for (std::size_t number = 0; number < more; ++number)
        append({{number * 1s, job, SessionChanged{1}}});
    const auto &events = m_timelines->events();
    QCOMPARE(events.size(), Timelines::maxEvents);
    QCOMPARE(events.front().at, Moment(10s));
    QCOMPARE(events.back().at, Moment((more - 1) * 1s));
    QCOMPARE(m_timelines->total(), more);
}

void TimelinesKeptTest::firstToEndAreForgottenFirst()
{
    const auto last = static_cast<Pid>(Timelines::maxEnded) + 10;
    const auto process = [](Pid pid) { return ProcessRef{{pid, 1}, "brief"}; };
    for (Pid pid = 1; pid <= last; ++pid)
        append({birth(1s, process(pid))});
    for (Pid pid = last; pid > 0; --pid) // the youngest end first
        append({end(2s, process(pid))});
    for (std::size_t number = 0; number < Timelines::maxEvents; ++number)
        append({{3s, {{99'999, 1}, "stayer"}, SessionChanged{1}}});
    for (Pid pid = last; pid > 0; --pid)
        QCOMPARE(m_timelines->find(process(pid).id) != nullptr, pid <= last - 10);
}

void TimelinesKeptTest::whoEndedTwiceIsForgottenByTheLatestEnd_data()
{
    QTest::addColumn<bool>("nameless");
    QTest::newRow("a pid that was used again") << true;
    QTest::newRow("one that was out of sight") << false;
}

void TimelinesKeptTest::whoEndedTwiceIsForgottenByTheLatestEnd()
{
    QFETCH(bool, nameless);
    const auto first = nameless ? ::nameless(9) : job;
    if (nameless) {
        append({birth(1s, first), end(2s, first), birth(3s, first)});
    } else {
        see(1s, {jobProcess});
        see(2s, {unreadable(9)});
        see(3s, {jobProcess});
    }
    const auto half = static_cast<Pid>(Timelines::maxEnded) / 2;
    const auto other = [](Pid number) { return ProcessRef{{number + 10, 1}, "other"}; };
    for (Pid number = 0; number < half; ++number)
        append({end(4s, other(number))});
    append({end(5s, first)});
    for (Pid number = half; number < 2 * half; ++number)
        append({end(6s, other(number))});
    for (std::size_t number = 0; number < Timelines::maxEvents; ++number)
        append({{7s, {{99'999, 1}, "stayer"}, SessionChanged{1}}});
    QVERIFY(m_timelines->find(first.id));
    QVERIFY(!m_timelines->find(other(0).id)); // one too many
    QVERIFY(m_timelines->find(other(1).id));
}

void TimelinesKeptTest::endThatIsHeardLateIsOne()
{
    see(1s, {jobProcess});
    see(2s, {});
    append({end(1500ms)});
    for (Pid pid = 10; pid < 9 + static_cast<Pid>(Timelines::maxEnded); ++pid)
        append({end(3s, {{pid, 1}, "other"})});
    QVERIFY(m_timelines->find(job.id));
}

void TimelinesKeptTest::theLivingAreNeverForgotten()
{
    see(1s, {shellProcess});
    append({birth(1s)});
    for (Pid pid = 10; pid < 10 + 2 * static_cast<Pid>(Timelines::maxEnded); ++pid)
        append({end(2s, {{pid, 1}, "brief"})});
    QVERIFY(m_timelines->find(shell.id));
    QVERIFY(m_timelines->find(job.id));
}

/// Whoever reads the list may ask for each of them.
void TimelinesKeptTest::whoIsListedIsKept()
{
    append({birth(1s), end(2s)});
    const auto many = static_cast<Pid>(Timelines::maxEvents) - 2;
    for (Pid pid = 10; pid < 10 + many; ++pid)
        append({end(3s, {{pid, 1}, "brief"})});
    QCOMPARE(m_timelines->events().size(), Timelines::maxEvents);
    for (const auto &event : m_timelines->events())
        QVERIFY(m_timelines->find(event.process.id));
    m_timelines->clearEndings();
    for (Pid pid = 1'000'000; pid < 1'010'000; ++pid)
        append({end(4s, {{pid, 1}, "brief"})});
    QVERIFY(!m_timelines->find(job.id));
}

void TimelinesKeptTest::whoIsSelectedIsKept()
{
    append({birth(1s), end(2s)});
    m_timelines->select(job.id);
    m_timelines->clearEndings();
    passOver();
    QCOMPARE(eventsOf(timeline()), QByteArray("fork exit"));
    m_timelines->select({});
    append({end(70s, {{8, 1}, "another"}), end(70s, {{7, 1}, "another"})});
    QVERIFY(!m_timelines->find(job.id));
}

void TimelinesKeptTest::whoStandsInTheEndingsIsKept()
{
    const ProcessRef second{{10, 910}, "job"};
    append({end(1s), end(2s, second)}); // the last one stands there
    passOver();
    QVERIFY(!m_timelines->find(job.id));
    QVERIFY(m_timelines->find(second.id));
    m_timelines->clearEndings();
    passOver();
    QVERIFY(!m_timelines->find(second.id));
}

void TimelinesKeptTest::whoHasFailedIsKept()
{
    const auto more = static_cast<Pid>(Timelines::maxFailed) + 10;
    for (Pid pid = 10; pid < 10 + more; ++pid)
        append({end(1s, {{pid, 1}, "worker"}, killed)});
    passOver();
    for (Pid pid = 10; pid < 10 + more; ++pid)
        QCOMPARE(m_timelines->find({pid, 1}) != nullptr, pid >= 20);
}

void TimelinesKeptTest::ofThoseKeptForLongTheMidstIsCutOut()
{
    append({birth(1s)});
    for (int number = 0; number < 200; ++number)
        append({{2s, job, SessionChanged{number}}});
    append({end(3s, job, killed)});
    QCOMPARE(timeline().events.size(), 202u);
    passOver();
    QCOMPARE(timeline().events.size(), ProcessTimeline::keptBeyond);
    QCOMPARE(timeline().events.size() + timeline().leftOut, 202u);
    QCOMPARE(timeline().leftOutAfter, ProcessTimeline::keptBeyond / 2);
    QVERIFY(std::holds_alternative<Forked>(timeline().events.front().what));
    QVERIFY(std::holds_alternative<Exited>(timeline().events.back().what));
}

void TimelinesKeptTest::whoseStartCameToLightIsKeptAsListed()
{
    append({birth(1s, nameless(9)), exec(2s, job, "job"), end(3s)});
    for (Pid pid = 10; pid < 10 + static_cast<Pid>(Timelines::maxEvents) - 3; ++pid)
        append({end(4s, {{pid, 1}, "brief"})});
    QVERIFY(m_timelines->find(job.id));
    m_timelines->clearEndings();
    for (Pid pid = 1'000'000; pid < 1'010'000; ++pid)
        append({end(5s, {{pid, 1}, "brief"})});
    QVERIFY(!m_timelines->find(job.id));
}

static const forklore::TestClass<TimelinesKeptTest> testClass(__FILE__);
#include "tst_timelines_kept.moc"
