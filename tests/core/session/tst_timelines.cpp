// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lives of processes and what becomes of them, from events and samples in the orders in which they come.
#include <QTest>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/session/timelines.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

const ProcessRef systemd{{1, 1}, "systemd"};
const ProcessRef shell{{5, 500}, "shell"};
const ProcessRef job{{9, 900}, "job"};
const Process systemdProcess = processOf(1, 0, 1, "systemd");
const Process shellProcess = processOf(5, 1, 500, "shell");
const Process jobProcess = processOf(9, 5, 900, "job");

/// Nobody could read its start in time.
ProcessRef nameless(Pid pid, std::string comm = {})
{
    return {{pid, ProcessId::unknownStart}, std::move(comm)};
}

Event birth(Moment at, const ProcessRef &process = job, std::optional<ProcessRef> parent = shell)
{
    return {at, process, Forked{std::move(parent)}};
}

Event exec(Moment at, const ProcessRef &process, std::string commandLine)
{
    return {at, process, Executed{"sh", std::move(commandLine), "/usr/bin/test"}};
}

Event end(Moment at, const ProcessRef &process = job, Result<ExitStatus> status = ExitStatus(),
          std::optional<ProcessRef> parent = shell)
{
    return {at, process, Exited{std::move(status), 1s, std::move(parent)}};
}

ExitStatus code(int value)
{
    return {ExitStatus::Kind::Exited, value, false};
}

const ExitStatus killed{ExitStatus::Kind::Signaled, 9, false};
const Failure notKnown = failure(ErrorKind::Unsupported, "test");

/// Its own, and those of its children with their pid: "fork exec 10:fork 10:exit exit".
QByteArray eventsOf(const ProcessTimeline &timeline)
{
    QByteArrayList words;
    for (const auto &event : timeline.events) {
        const bool isOwn = event.process.id.pid == timeline.id.pid;
        words +=
            (isOwn ? QByteArray() : QByteArray::number(event.process.id.pid) + ':') + bytes(kindOf(event));
    }
    return words.join(' ');
}

/// "2:0.5 4:-": the points as seconds and values.
QByteArray pointsOf(const Series &series)
{
    QByteArrayList words;
    for (const auto &[at, value] : series.between(Moment::min(), Moment::max()))
        words += bytes(fmt::format("{}:{}", seconds(at), std::isnan(value) ? "-" : fmt::format("{}", value)));
    return words.join(' ');
}

/// "worker of make: 3 ended, 2 failed, 1 unknown".
QByteArrayList textOf(const Endings &endings)
{
    QByteArrayList lines;
    for (const auto &group : endings.groups())
        lines += bytes(fmt::format("{} of {}: {} ended, {} failed, {} unknown", group.comm, group.parentComm,
                                   group.ended, group.failed, group.unknown));
    return lines;
}

} // namespace

class TimelinesTest : public QObject {
    Q_OBJECT

private slots:
    void init();

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

    void endingsByNameAndParent();
    void failuresAndUnknownEnds();
    void lastFailureStaysShown();
    void endingsAreBounded();
    void endingsCanBeCleared();

    void rates();
    void suspendedIsNoTime();
    void stoppedIsNoTime();
    void lossIsCounted();

private:
    void hear(std::initializer_list<Event> events);
    void see(Moment at, std::vector<Process> processes, std::chrono::nanoseconds asleep = 0s);
    const ProcessTimeline &timeline(const ProcessRef &process = job);
    void passOver();

    std::unique_ptr<Timelines> m_timelines;
    Snapshot m_before;
    std::chrono::nanoseconds m_interval{};
};

void TimelinesTest::init()
{
    m_timelines = std::make_unique<Timelines>();
    m_before = {};
}

void TimelinesTest::hear(std::initializer_list<Event> events)
{
    for (const auto &event : events)
        m_timelines->hear(event);
}

void TimelinesTest::see(Moment at, std::vector<Process> processes, std::chrono::nanoseconds asleep)
{
    auto snapshot = snapshotOf(std::move(processes));
    snapshot.sinceBoot = at;
    snapshot.asleep = asleep;
    snapshot.interval = m_interval;
    m_timelines->take(snapshot, difference(m_before, snapshot));
    m_before = std::move(snapshot);
}

/// An empty one where there is none: what is expected of it then fails.
const ProcessTimeline &TimelinesTest::timeline(const ProcessRef &process)
{
    static const ProcessTimeline nobodys;
    const auto *timeline = m_timelines->find(process.id);
    return timeline ? *timeline : nobodys;
}

/// So much happens to somebody else that none of the latest events is of any other, and so many end that all
/// others have ended long ago.
void TimelinesTest::passOver()
{
    for (Pid number = 0; number < static_cast<Pid>(Timelines::maxEnded); ++number)
        hear({end(50s, {{number + 100'000, 1}, "passer-by"})});
    for (std::size_t number = 0; number < Timelines::maxEvents; ++number)
        hear({{60s, {{99'999, 1}, "stayer"}, SessionChanged{1}}});
}

void TimelinesTest::timelineFromForkToEnd()
{
    const ProcessRef program{job.id, "cc"};
    hear({birth(10s), exec(11s, program, "cc -c"), end(12s, program, code(3))});
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
    QCOMPARE(m_timelines->heard(), 3u);
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
    hear({{10s, job, Forked{{}, shell}, true}});
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
    hear({birth(10s)});
    QVERIFY(!timeline().isOrphan());
    hear({{11s, job, Reparented{shell, systemd}}});
    QVERIFY(timeline().isOrphan());
    QVERIFY(timeline().bornOf == shell);
    QVERIFY(timeline().parent == systemd);
    hear({end(12s, job, ExitStatus(), systemd)});
    QVERIFY(!timeline().isOrphan());

    // Of one whose first parent nobody knew, it is the one that the adoption names.
    const ProcessRef other{{10, 910}, "other"};
    hear({{11s, other, Reparented{shell, systemd}}});
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
    hear({birth(10s, job, nameless(5))});
    see(11s, {shellProcess, jobProcess});
    QVERIFY(timeline().parent == shell);
    QVERIFY(!timeline().isOrphan());
}

void TimelinesTest::childrenAreCountedInTheParentsProcessTimeline()
{
    see(9s, {shellProcess});
    const ProcessRef second{{10, 910}, "second"};
    hear({birth(10s), birth(11s, second), end(12s, second, killed), end(13s, job, code(0)),
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
    hear({{12s, job, Executed{"job", failure(ErrorKind::Gone, "test"), failure(ErrorKind::Gone, "test")}}});
    QCOMPARE(timeline().commandLine, std::string());
}

void TimelinesTest::longCommandLinesAreCut()
{
    const std::string longest(1 << 20, 'x');
    hear({exec(10s, job, longest)});
    QCOMPARE(timeline().commandLine.size(), 1024u);
    auto process = processOf(10, 5, 910);
    process.commandLine = longest;
    see(10s, {process});
    QCOMPARE(timeline({process.id, {}}).commandLine.size(), 1024u);
}

void TimelinesTest::nameThatNobodyCouldReadAtTheEnd()
{
    hear({birth(10s), end(11s, ProcessRef{job.id, ""})});
    QCOMPARE(timeline().comm, std::string("job"));
}

void TimelinesTest::startThatComesToLightIsOfTheSameProcessTimeline()
{
    hear({birth(10s, nameless(9, "shell")), exec(11s, job, "job")});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork exec"));
    QVERIFY(timeline().isBirthHeard);
    QVERIFY(timeline().id == job.id);
    QVERIFY(!m_timelines->find(nameless(9).id));
}

void TimelinesTest::startThatASampleBringsToLight()
{
    hear({birth(10s, nameless(9, "shell"))});
    see(11s, {shellProcess, jobProcess});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork"));
    QCOMPARE(timeline().comm, std::string("job"));
    QVERIFY(!m_timelines->find(nameless(9).id));
}

void TimelinesTest::namelessPidUsedAgainIsANewProcessTimeline()
{
    hear({birth(10s, nameless(9)), end(11s, nameless(9), code(3)), birth(12s, nameless(9, "second"))});
    const auto &second = timeline(nameless(9));
    QCOMPARE(eventsOf(second), QByteArray("fork"));
    QCOMPARE(second.comm, std::string("second"));
    QVERIFY(!second.ended);
    QVERIFY(!second.end);
    // And what is heard next is of the second.
    hear({exec(13s, job, "job")});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork exec"));
}

void TimelinesTest::namelessPidUsedAgainWithoutAnEnd()
{
    hear({birth(10s, nameless(9)), exec(11s, nameless(9), "first"), birth(12s, nameless(9))});
    QCOMPARE(eventsOf(timeline(nameless(9))), QByteArray("fork"));
    QCOMPARE(timeline(nameless(9)).commandLine, std::string());
}

void TimelinesTest::namelessPidUsedAgainBySomebodyKnown()
{
    hear({birth(10s, nameless(9)), birth(12s, job)});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork"));
    QCOMPARE(eventsOf(timeline(nameless(9))), QByteArray("fork"));
    QVERIFY(timeline(nameless(9)).ended == Moment(12s)); // whoever it was, the pid was free by then
    QVERIFY(!timeline(nameless(9)).end);
}

void TimelinesTest::whatHappensAfterTheEndHappensToAnother()
{
    hear({birth(10s, nameless(9)), end(11s, nameless(9), code(3))});
    hear({end(15s, nameless(9), code(4))}); // its birth was lost
    QCOMPARE(eventsOf(timeline(nameless(9))), QByteArray("exit"));
    QVERIFY(timeline(nameless(9)).end->status == code(4));
}

void TimelinesTest::endThatIsHeardBeforeTheSampleMissesIt()
{
    see(10s, {shellProcess, jobProcess});
    hear({end(10500ms, job, code(3))});
    see(11s, {shellProcess});
    QVERIFY(timeline().ended == Moment(10500ms));
    QVERIFY(timeline().end->status == code(3));
    QCOMPARE(textOf(m_timelines->endings()), QByteArrayList{"job of shell: 1 ended, 1 failed, 0 unknown"});
}

void TimelinesTest::endThatIsHeardAfterTheSampleMissedIt()
{
    see(10s, {shellProcess, jobProcess});
    see(11s, {shellProcess});
    QVERIFY(timeline().ended == Moment(11s));
    QVERIFY(!timeline().end);
    QVERIFY(m_timelines->endings().groups().empty());
    hear({end(10500ms, job, code(3))});
    QVERIFY(timeline().ended == Moment(10500ms));
    QVERIFY(timeline().end->status == code(3));
    QCOMPARE(textOf(m_timelines->endings()), QByteArrayList{"job of shell: 1 ended, 1 failed, 0 unknown"});
}

void TimelinesTest::endThatNobodyHears()
{
    see(10s, {shellProcess, jobProcess});
    see(11s, {shellProcess});
    see(12s, {shellProcess});
    QVERIFY(timeline().ended == Moment(11s));
    QVERIFY(!timeline().end);
}

/// Events are read by another thread than samples are.
void TimelinesTest::birthThatIsHeardAfterASampleHasShownIt()
{
    auto adopted = jobProcess;
    adopted.stat->ppid = 1;
    see(10s, {systemdProcess, adopted});
    hear({{10s, job, Stopped{}, true}, birth(9s)});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork stop"));
    QVERIFY(timeline().isBirthHeard);
    QVERIFY(timeline().bornOf == shell);
    QVERIFY(timeline().parent == systemd);
    QVERIFY(timeline().isOrphan());
}

void TimelinesTest::birthThatIsHeardAfterTheEndWasSeen()
{
    auto process = jobProcess;
    process.stat->comm = "cc";
    process.commandLine = "cc -c";
    see(10s, {shellProcess, process});
    see(11s, {shellProcess});
    hear({birth(9s)});
    QVERIFY(timeline().isBirthHeard);
    QCOMPARE(timeline().commandLine, std::string("cc -c"));
    QCOMPARE(timeline().comm, std::string("cc"));
    QVERIFY(timeline().ended == Moment(11s));
    hear({end(10500ms, {job.id, "cc"})});
    QCOMPARE(eventsOf(timeline()), QByteArray("fork exit"));
    QVERIFY(timeline().ended == Moment(10500ms));
}

void TimelinesTest::outOfSightForASample()
{
    see(10s, {shellProcess, jobProcess});
    see(11s, {shellProcess, unreadable(9)});
    see(12s, {shellProcess, jobProcess});
    QVERIFY(!timeline().ended);
    see(13s, {shellProcess});
    QVERIFY(timeline().ended == Moment(13s));
}

void TimelinesTest::zombieOfASampleIsNotRevived()
{
    see(10s, {shellProcess, jobProcess});
    hear({end(10500ms, job, code(3))});
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

void TimelinesTest::sampleOfEarlierRevivesNobody()
{
    see(10s, {systemdProcess, shellProcess, jobProcess});
    const ProcessRef program{job.id, "cc"};
    hear({exec(11s, program, "cc -c"), end(12s, program, code(3))});
    auto busier = jobProcess;
    *busier.stat->userTicks += 1;
    see(10500ms, {systemdProcess, shellProcess, busier});
    QVERIFY(timeline().ended == Moment(12s));
    QCOMPARE(timeline().comm, std::string("cc"));
}

void TimelinesTest::unreadableOnesAreLeftOut()
{
    see(10s, {unreadable(5), jobProcess});
    QVERIFY(!m_timelines->find(unreadable(5).id));
    QVERIFY(timeline().parent == nameless(5)); // by its pid; a name is not made up
}

void TimelinesTest::longLivesAreCutInTheMidst()
{
    hear({birth(0s)});
    const int many = 1'000;
    for (int number = 1; number <= many; ++number) {
        hear({{number * 1s, job, SessionChanged{number}}});
        QVERIFY(timeline().events.size() <= ProcessTimeline::kept);
        QCOMPARE(timeline().events.size() + timeline().leftOut, static_cast<std::size_t>(number) + 1);
    }
    hear({end(1h)});
    const auto &events = timeline().events;
    QCOMPARE(events.size() + timeline().leftOut, static_cast<std::size_t>(many) + 2);
    const auto half = ProcessTimeline::kept / 2;
    for (std::size_t position = 0; position < half; ++position)
        QCOMPARE(events[position].at, Moment(position * 1s));
    for (std::size_t position = half; position + 1 < events.size(); ++position)
        QCOMPARE(events[position].at, Moment((position + timeline().leftOut) * 1s));
    QVERIFY(std::holds_alternative<Exited>(events.back().what));
}

void TimelinesTest::latestEventsAreKept()
{
    const auto more = Timelines::maxEvents + 10;
    for (std::size_t number = 0; number < more; ++number)
        hear({{number * 1s, job, SessionChanged{1}}});
    const auto &events = m_timelines->events();
    QCOMPARE(events.size(), Timelines::maxEvents);
    QCOMPARE(events.front().at, Moment(10s));
    QCOMPARE(events.back().at, Moment((more - 1) * 1s));
    QCOMPARE(m_timelines->heard(), more);
}

void TimelinesTest::firstToEndAreForgottenFirst()
{
    const auto last = static_cast<Pid>(Timelines::maxEnded) + 10;
    const auto process = [](Pid pid) { return ProcessRef{{pid, 1}, "brief"}; };
    for (Pid pid = 1; pid <= last; ++pid)
        hear({birth(1s, process(pid))});
    for (Pid pid = last; pid > 0; --pid) // the youngest end first
        hear({end(2s, process(pid))});
    for (std::size_t number = 0; number < Timelines::maxEvents; ++number)
        hear({{3s, {{99'999, 1}, "stayer"}, SessionChanged{1}}});
    for (Pid pid = last; pid > 0; --pid)
        QCOMPARE(m_timelines->find(process(pid).id) != nullptr, pid <= last - 10);
}

void TimelinesTest::whoEndedTwiceIsForgottenByTheLatestEnd_data()
{
    QTest::addColumn<bool>("nameless");
    QTest::newRow("a pid that was used again") << true;
    QTest::newRow("one that was out of sight") << false;
}

void TimelinesTest::whoEndedTwiceIsForgottenByTheLatestEnd()
{
    QFETCH(bool, nameless);
    const auto first = nameless ? ::nameless(9) : job;
    if (nameless) {
        hear({birth(1s, first), end(2s, first), birth(3s, first)});
    } else {
        see(1s, {jobProcess});
        see(2s, {unreadable(9)});
        see(3s, {jobProcess});
    }
    const auto half = static_cast<Pid>(Timelines::maxEnded) / 2;
    const auto other = [](Pid number) { return ProcessRef{{number + 10, 1}, "other"}; };
    for (Pid number = 0; number < half; ++number)
        hear({end(4s, other(number))});
    hear({end(5s, first)});
    for (Pid number = half; number < 2 * half; ++number)
        hear({end(6s, other(number))});
    for (std::size_t number = 0; number < Timelines::maxEvents; ++number)
        hear({{7s, {{99'999, 1}, "stayer"}, SessionChanged{1}}});
    QVERIFY(m_timelines->find(first.id));
    QVERIFY(!m_timelines->find(other(0).id)); // one too many
    QVERIFY(m_timelines->find(other(1).id));
}

void TimelinesTest::endThatIsHeardLateIsOne()
{
    see(1s, {jobProcess});
    see(2s, {});
    hear({end(1500ms)});
    for (Pid pid = 10; pid < 9 + static_cast<Pid>(Timelines::maxEnded); ++pid)
        hear({end(3s, {{pid, 1}, "other"})});
    QVERIFY(m_timelines->find(job.id));
}

void TimelinesTest::theLivingAreNeverForgotten()
{
    see(1s, {shellProcess});
    hear({birth(1s)});
    for (Pid pid = 10; pid < 10 + 2 * static_cast<Pid>(Timelines::maxEnded); ++pid)
        hear({end(2s, {{pid, 1}, "brief"})});
    QVERIFY(m_timelines->find(shell.id));
    QVERIFY(m_timelines->find(job.id));
}

/// Whoever reads the list may ask for each of them.
void TimelinesTest::whoIsListedIsKept()
{
    hear({birth(1s), end(2s)});
    const auto many = static_cast<Pid>(Timelines::maxEvents) - 2;
    for (Pid pid = 10; pid < 10 + many; ++pid)
        hear({end(3s, {{pid, 1}, "brief"})});
    QCOMPARE(m_timelines->events().size(), Timelines::maxEvents);
    for (const auto &event : m_timelines->events())
        QVERIFY(m_timelines->find(event.process.id));
    m_timelines->clearEndings();
    for (Pid pid = 1'000'000; pid < 1'010'000; ++pid)
        hear({end(4s, {{pid, 1}, "brief"})});
    QVERIFY(!m_timelines->find(job.id));
}

void TimelinesTest::whoIsSelectedIsKept()
{
    hear({birth(1s), end(2s)});
    m_timelines->select(job.id);
    m_timelines->clearEndings();
    passOver();
    QCOMPARE(eventsOf(timeline()), QByteArray("fork exit"));
    m_timelines->select({});
    hear({end(70s, {{8, 1}, "another"}), end(70s, {{7, 1}, "another"})});
    QVERIFY(!m_timelines->find(job.id));
}

void TimelinesTest::whoStandsInTheEndingsIsKept()
{
    const ProcessRef second{{10, 910}, "job"};
    hear({end(1s), end(2s, second)}); // the last one stands there
    passOver();
    QVERIFY(!m_timelines->find(job.id));
    QVERIFY(m_timelines->find(second.id));
    m_timelines->clearEndings();
    passOver();
    QVERIFY(!m_timelines->find(second.id));
}

void TimelinesTest::whoHasFailedIsKept()
{
    const auto more = static_cast<Pid>(Timelines::maxFailed) + 10;
    for (Pid pid = 10; pid < 10 + more; ++pid)
        hear({end(1s, {{pid, 1}, "worker"}, killed)});
    passOver();
    for (Pid pid = 10; pid < 10 + more; ++pid)
        QCOMPARE(m_timelines->find({pid, 1}) != nullptr, pid >= 20);
}

void TimelinesTest::ofThoseKeptForLongTheMidstIsCutOut()
{
    hear({birth(1s)});
    for (int number = 0; number < 200; ++number)
        hear({{2s, job, SessionChanged{number}}});
    hear({end(3s, job, killed)});
    QCOMPARE(timeline().events.size(), 202u);
    passOver();
    QCOMPARE(timeline().events.size(), ProcessTimeline::keptBeyond);
    QCOMPARE(timeline().events.size() + timeline().leftOut, 202u);
    QCOMPARE(timeline().leftOutAfter, ProcessTimeline::keptBeyond / 2);
    QVERIFY(std::holds_alternative<Forked>(timeline().events.front().what));
    QVERIFY(std::holds_alternative<Exited>(timeline().events.back().what));
}

void TimelinesTest::whoseStartCameToLightIsKeptAsListed()
{
    hear({birth(1s, nameless(9)), exec(2s, job, "job"), end(3s)});
    for (Pid pid = 10; pid < 10 + static_cast<Pid>(Timelines::maxEvents) - 3; ++pid)
        hear({end(4s, {{pid, 1}, "brief"})});
    QVERIFY(m_timelines->find(job.id));
    m_timelines->clearEndings();
    for (Pid pid = 1'000'000; pid < 1'010'000; ++pid)
        hear({end(5s, {{pid, 1}, "brief"})});
    QVERIFY(!m_timelines->find(job.id));
}

void TimelinesTest::endingsByNameAndParent()
{
    const ProcessRef make{{6, 600}, "make"};
    const ProcessRef shellToo{{7, 700}, "shell"};
    hear({end(1s, {{10, 1}, "cc"}, code(0), make), end(2s, {{11, 1}, "cc"}, code(1), shell),
          end(3s, {{12, 1}, "cc"}, code(0), shellToo), end(4s, {{13, 1}, "ld"}, code(0), make),
          end(5s, {{14, 1}, "ld"}, code(0), std::nullopt)});
    QCOMPARE(textOf(m_timelines->endings()), (QByteArrayList{"cc of make: 1 ended, 0 failed, 0 unknown",
                                                             "cc of shell: 2 ended, 1 failed, 0 unknown",
                                                             "ld of make: 1 ended, 0 failed, 0 unknown",
                                                             "ld of : 1 ended, 0 failed, 0 unknown"}));
}

void TimelinesTest::failuresAndUnknownEnds()
{
    hear({end(1s, {{10, 1}, "job"}, code(0)), end(2s, {{11, 1}, "job"}, code(1)),
          end(3s, {{12, 1}, "job"}, killed), end(4s, {{13, 1}, "job"}, notKnown)});
    QCOMPARE(textOf(m_timelines->endings()), QByteArrayList{"job of shell: 4 ended, 2 failed, 1 unknown"});
}

void TimelinesTest::lastFailureStaysShown()
{
    const auto shown = [this] { return m_timelines->endings().groups().at(0); };
    hear({birth(1s, {{10, 1}, "job"}), end(2s, {{10, 1}, "job"}, code(0))});
    QCOMPARE(shown().id.pid, 10); // while none has failed, the last of all
    hear({end(3s, {{11, 1}, "job"}, notKnown)});
    QCOMPARE(shown().id.pid, 11);
    QVERIFY(!shown().status);
    hear({exec(3s, {{12, 1}, "job"}, "job --crash"), end(4s, {{12, 1}, "job"}, killed)});
    hear({end(5s, {{13, 1}, "job"}, code(0)), end(6s, {{14, 1}, "job"}, notKnown)});
    QCOMPARE(shown().id.pid, 12);
    QVERIFY(shown().status == killed);
    QCOMPARE(shown().commandLine, std::string("job --crash"));
    QVERIFY(shown().parent == shell);
    QVERIFY(shown().lifetime == std::optional(std::chrono::nanoseconds(1s)));
    QCOMPARE(shown().at, Moment(4s));
    QCOMPARE(shown().lastAt, Moment(6s));
    hear({end(7s, {{15, 1}, "job"}, code(2))});
    QCOMPARE(shown().id.pid, 15);
    QCOMPARE(shown().at, Moment(7s));
}

void TimelinesTest::endingsAreBounded()
{
    const auto number = [](std::size_t index) {
        return ProcessRef{{static_cast<Pid>(index + 10), 1}, std::to_string(index)};
    };
    for (std::size_t index = 0; index < Endings::maxGroups; ++index)
        hear({end(index * 1s, number(index), killed)});
    // Neither the first, nor the one whose last failure is the oldest, nor the smallest.
    hear({end(1s, {{8, 2}, "1"}, killed), end(1h, {{9, 2}, "0"}, code(0)), end(2h, {{9, 3}, "new"})});
    const auto &groups = m_timelines->endings().groups();
    QCOMPARE(groups.size(), Endings::maxGroups);
    const auto has = [&](std::string_view comm) {
        return std::ranges::find(groups, comm, &EndedGroup::comm) != groups.end();
    };
    QVERIFY(has("0"));
    QVERIFY(!has("1"));
    QVERIFY(has("2"));
    QVERIFY(has("new"));
}

void TimelinesTest::endingsCanBeCleared()
{
    hear({end(1s)});
    m_timelines->clearEndings();
    QVERIFY(m_timelines->endings().groups().empty());
    QVERIFY(m_timelines->find(job.id));
}

void TimelinesTest::rates()
{
    hear({birth(1s)}); // before anything was measured
    see(2s, {});
    hear({birth(3s, {{10, 1}, ""}), birth(3s, {{11, 1}, ""}), birth(3s, {{12, 1}, ""}), end(3s)});
    see(4s, {});
    see(5s, {});
    QCOMPARE(pointsOf(m_timelines->births()), QByteArray("4:1.5 5:0"));
    QCOMPARE(pointsOf(m_timelines->ends()), QByteArray("4:0.5 5:0"));
}

void TimelinesTest::suspendedIsNoTime()
{
    see(1s, {}, 500s);
    hear({birth(2s)});
    see(2s, {}, 500s + 1us); // two clocks that were not read at once
    hear({birth(3s, {{10, 1}, ""})});
    see(603s, {}, 1100s); // the lid was closed for ten minutes
    hear({birth(604s, {{11, 1}, ""}), end(604s)});
    see(604s, {}, 1100s);
    QCOMPARE(pointsOf(m_timelines->births()), QByteArray("2:1 2.001:- 604:1"));
    QCOMPARE(pointsOf(m_timelines->ends()), QByteArray("2:0 2.001:- 604:1"));
}

void TimelinesTest::stoppedIsNoTime()
{
    m_interval = 1s;
    see(1s, {});
    hear({birth(2s)});
    see(2s, {});
    hear({birth(3s, {{10, 1}, ""})});
    see(28s, {});
    hear({birth(29s, {{11, 1}, ""}), end(29s)});
    see(29s, {});
    m_interval = {};
    QCOMPARE(pointsOf(m_timelines->births()), QByteArray("2:1 2.001:- 29:1"));
    QCOMPARE(pointsOf(m_timelines->ends()), QByteArray("2:0 2.001:- 29:1"));
}

void TimelinesTest::lossIsCounted()
{
    QCOMPARE(m_timelines->lost(), 0u);
    hear({{1s, {}, Lost{12, "test"}}, {2s, {}, Lost{{}, "test"}}});
    QCOMPARE(m_timelines->lost(), 13u); // of one loss nobody knows how much it was
    QCOMPARE(m_timelines->events().size(), 2u);
    QVERIFY(!m_timelines->find({})); // it happened to nobody
}

static const forklore::TestClass<TimelinesTest> testClass(__FILE__);
#include "tst_timelines.moc"
