// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lives of processes and what becomes of them, from events and samples in the orders in which they come.
#include <QTest>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/session/chronicle.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

const Kin systemd{{1, 1}, "systemd"};
const Kin shell{{5, 500}, "shell"};
const Kin job{{9, 900}, "job"};
const Process systemdProcess = processOf(1, 0, 1, "systemd");
const Process shellProcess = processOf(5, 1, 500, "shell");
const Process jobProcess = processOf(9, 5, 900, "job");

/// Nobody could read its start in time.
Kin nameless(Pid pid, std::string comm = {})
{
    return {{pid, ProcessId::unknownStart}, std::move(comm)};
}

Event birth(Moment at, const Kin &process = job, std::optional<Kin> parent = shell)
{
    return {at, process, Forked{std::move(parent)}};
}

Event exec(Moment at, const Kin &process, std::string commandLine)
{
    return {at, process, Executed{"sh", std::move(commandLine), "/usr/bin/test"}};
}

Event end(Moment at, const Kin &process = job, Result<ExitStatus> status = ExitStatus(),
          std::optional<Kin> parent = shell)
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
QByteArray eventsOf(const Life &life)
{
    QByteArrayList words;
    for (const auto &event : life.events) {
        const bool isOwn = event.process.id.pid == life.id.pid;
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

class ChronicleTest : public QObject {
    Q_OBJECT

private slots:
    void init();

    void lifeFromForkToEnd();
    void lifeOfOneThatWasThereBefore();
    void birthThatIsInferredWasNotHeard();
    void orphanAndItsAdopter();
    void orphanThatASampleShows();
    void parentWhoseStartComesToLightIsNoAdopter();
    void childrenAreCountedInTheParentsLife();
    void commandLineAsItWasLastRead();
    void longCommandLinesAreCut();
    void nameThatNobodyCouldReadAtTheEnd();

    void startThatComesToLightIsOfTheSameLife();
    void startThatASampleBringsToLight();
    void namelessPidUsedAgainIsANewLife();
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
    const Life &life(const Kin &process = job);
    void passOver();

    std::unique_ptr<Chronicle> m_chronicle;
    Snapshot m_before;
    std::chrono::nanoseconds m_interval{};
};

void ChronicleTest::init()
{
    m_chronicle = std::make_unique<Chronicle>();
    m_before = {};
}

void ChronicleTest::hear(std::initializer_list<Event> events)
{
    for (const auto &event : events)
        m_chronicle->hear(event);
}

void ChronicleTest::see(Moment at, std::vector<Process> processes, std::chrono::nanoseconds asleep)
{
    auto snapshot = snapshotOf(std::move(processes));
    snapshot.sinceBoot = at;
    snapshot.asleep = asleep;
    snapshot.interval = m_interval;
    m_chronicle->take(snapshot, difference(m_before, snapshot));
    m_before = std::move(snapshot);
}

/// An empty one where there is none: what is expected of it then fails.
const Life &ChronicleTest::life(const Kin &process)
{
    static const Life nobodys;
    const auto *life = m_chronicle->find(process.id);
    return life ? *life : nobodys;
}

/// So much happens to somebody else that none of the latest events is of any other, and so many end that all
/// others have ended long ago.
void ChronicleTest::passOver()
{
    for (Pid number = 0; number < static_cast<Pid>(Chronicle::maxEnded); ++number)
        hear({end(50s, {{number + 100'000, 1}, "passer-by"})});
    for (std::size_t number = 0; number < Chronicle::maxEvents; ++number)
        hear({{60s, {{99'999, 1}, "stayer"}, SessionChanged{1}}});
}

void ChronicleTest::lifeFromForkToEnd()
{
    const Kin program{job.id, "cc"};
    hear({birth(10s), exec(11s, program, "cc -c"), end(12s, program, code(3))});
    QVERIFY(life().id == job.id);
    QCOMPARE(life().comm, std::string("cc"));
    QCOMPARE(life().commandLine, std::string("cc -c"));
    QVERIFY(life().isBirthHeard);
    QVERIFY(life().bornOf == shell);
    QVERIFY(life().parent == shell);
    QCOMPARE(eventsOf(life()), QByteArray("fork exec exit"));
    QVERIFY(life().ended == Moment(12s));
    QVERIFY(life().end->status == code(3));
    QVERIFY(!m_chronicle->find({9, 901}));
    QCOMPARE(m_chronicle->heard(), 3u);
}

void ChronicleTest::lifeOfOneThatWasThereBefore()
{
    see(10s, {systemdProcess, shellProcess, jobProcess});
    QCOMPARE(life().comm, std::string("job"));
    QVERIFY(life().bornOf == shell); // the first that was seen
    QVERIFY(life().parent == shell);
    QVERIFY(!life().isBirthHeard);
    QVERIFY(!life().isOrphan());
    QVERIFY(!life().ended);
    QVERIFY(life().events.empty());
}

void ChronicleTest::birthThatIsInferredWasNotHeard()
{
    see(9s, {shellProcess});
    hear({{10s, job, Forked{{}, shell}, true}});
    QVERIFY(!life().isBirthHeard);
    QVERIFY(life().isBirthSeen);
    QVERIFY(life().bornOf == shell); // the first that was seen
    QVERIFY(life().parent == shell);
    QCOMPARE(life(shell).childrenBorn, 0u); // it may have adopted it
    QCOMPARE(life(shell).childrenSeen, 1u);
    QCOMPARE(eventsOf(life(shell)), QByteArray("9:fork"));
    QVERIFY(m_chronicle->beginning() == Moment(9s));
}

void ChronicleTest::orphanAndItsAdopter()
{
    hear({birth(10s)});
    QVERIFY(!life().isOrphan());
    hear({{11s, job, Reparented{shell, systemd}}});
    QVERIFY(life().isOrphan());
    QVERIFY(life().bornOf == shell);
    QVERIFY(life().parent == systemd);
    hear({end(12s, job, ExitStatus(), systemd)});
    QVERIFY(!life().isOrphan());

    // Of one whose first parent nobody knew, it is the one that the adoption names.
    const Kin other{{10, 910}, "other"};
    hear({{11s, other, Reparented{shell, systemd}}});
    QVERIFY(life(other).isOrphan());
    QVERIFY(life(other).bornOf == shell);
}

void ChronicleTest::orphanThatASampleShows()
{
    see(10s, {systemdProcess, shellProcess, jobProcess});
    auto adopted = jobProcess;
    adopted.stat->ppid = 1;
    see(11s, {systemdProcess, adopted});
    QVERIFY(life().isOrphan());
    QVERIFY(life().bornOf == shell);
    QVERIFY(life().parent == systemd);
}

void ChronicleTest::parentWhoseStartComesToLightIsNoAdopter()
{
    hear({birth(10s, job, nameless(5))});
    see(11s, {shellProcess, jobProcess});
    QVERIFY(life().parent == shell);
    QVERIFY(!life().isOrphan());
}

void ChronicleTest::childrenAreCountedInTheParentsLife()
{
    see(9s, {shellProcess});
    const Kin second{{10, 910}, "second"};
    hear({birth(10s), birth(11s, second), end(12s, second, killed), end(13s, job, code(0)),
          birth(14s, {{11, 911}, "third"}, Kin{{5, 501}, "a later shell"})});
    QCOMPARE(life(shell).childrenBorn, 2u);
    QCOMPARE(life(shell).childrenEnded, 2u);
    QCOMPARE(life(shell).childrenFailed, 1u);
    QCOMPARE(eventsOf(life(shell)), QByteArray("9:fork 10:fork 10:exit 9:exit"));
    QVERIFY(!m_chronicle->find({5, 501}));
}

void ChronicleTest::commandLineAsItWasLastRead()
{
    auto process = jobProcess;
    process.commandLine = "job -v";
    see(10s, {process});
    QCOMPARE(life().commandLine, std::string("job -v"));
    process.stat->state = State::Zombie;
    for (const auto &line : {Result<std::string>(), Result<std::string>(notKnown)}) { // a zombie has none
        process.commandLine = line;
        see(11s, {process});
        QCOMPARE(life().commandLine, std::string("job -v"));
    }
    // That of the program before is not the new one's.
    hear({{12s, job, Executed{"job", failure(ErrorKind::Gone, "test"), failure(ErrorKind::Gone, "test")}}});
    QCOMPARE(life().commandLine, std::string());
}

void ChronicleTest::longCommandLinesAreCut()
{
    const std::string longest(1 << 20, 'x');
    hear({exec(10s, job, longest)});
    QCOMPARE(life().commandLine.size(), 1024u);
    auto process = processOf(10, 5, 910);
    process.commandLine = longest;
    see(10s, {process});
    QCOMPARE(life({process.id, {}}).commandLine.size(), 1024u);
}

void ChronicleTest::nameThatNobodyCouldReadAtTheEnd()
{
    hear({birth(10s), end(11s, Kin{job.id, ""})});
    QCOMPARE(life().comm, std::string("job"));
}

void ChronicleTest::startThatComesToLightIsOfTheSameLife()
{
    hear({birth(10s, nameless(9, "shell")), exec(11s, job, "job")});
    QCOMPARE(eventsOf(life()), QByteArray("fork exec"));
    QVERIFY(life().isBirthHeard);
    QVERIFY(life().id == job.id);
    QVERIFY(!m_chronicle->find(nameless(9).id));
}

void ChronicleTest::startThatASampleBringsToLight()
{
    hear({birth(10s, nameless(9, "shell"))});
    see(11s, {shellProcess, jobProcess});
    QCOMPARE(eventsOf(life()), QByteArray("fork"));
    QCOMPARE(life().comm, std::string("job"));
    QVERIFY(!m_chronicle->find(nameless(9).id));
}

void ChronicleTest::namelessPidUsedAgainIsANewLife()
{
    hear({birth(10s, nameless(9)), end(11s, nameless(9), code(3)), birth(12s, nameless(9, "second"))});
    const auto &second = life(nameless(9));
    QCOMPARE(eventsOf(second), QByteArray("fork"));
    QCOMPARE(second.comm, std::string("second"));
    QVERIFY(!second.ended);
    QVERIFY(!second.end);
    // And what is heard next is of the second.
    hear({exec(13s, job, "job")});
    QCOMPARE(eventsOf(life()), QByteArray("fork exec"));
}

void ChronicleTest::namelessPidUsedAgainWithoutAnEnd()
{
    hear({birth(10s, nameless(9)), exec(11s, nameless(9), "first"), birth(12s, nameless(9))});
    QCOMPARE(eventsOf(life(nameless(9))), QByteArray("fork"));
    QCOMPARE(life(nameless(9)).commandLine, std::string());
}

void ChronicleTest::namelessPidUsedAgainBySomebodyKnown()
{
    hear({birth(10s, nameless(9)), birth(12s, job)});
    QCOMPARE(eventsOf(life()), QByteArray("fork"));
    QCOMPARE(eventsOf(life(nameless(9))), QByteArray("fork"));
    QVERIFY(life(nameless(9)).ended == Moment(12s)); // whoever it was, the pid was free by then
    QVERIFY(!life(nameless(9)).end);
}

void ChronicleTest::whatHappensAfterTheEndHappensToAnother()
{
    hear({birth(10s, nameless(9)), end(11s, nameless(9), code(3))});
    hear({end(15s, nameless(9), code(4))}); // its birth was lost
    QCOMPARE(eventsOf(life(nameless(9))), QByteArray("exit"));
    QVERIFY(life(nameless(9)).end->status == code(4));
}

void ChronicleTest::endThatIsHeardBeforeTheSampleMissesIt()
{
    see(10s, {shellProcess, jobProcess});
    hear({end(10500ms, job, code(3))});
    see(11s, {shellProcess});
    QVERIFY(life().ended == Moment(10500ms));
    QVERIFY(life().end->status == code(3));
    QCOMPARE(textOf(m_chronicle->endings()), QByteArrayList{"job of shell: 1 ended, 1 failed, 0 unknown"});
}

void ChronicleTest::endThatIsHeardAfterTheSampleMissedIt()
{
    see(10s, {shellProcess, jobProcess});
    see(11s, {shellProcess});
    QVERIFY(life().ended == Moment(11s));
    QVERIFY(!life().end);
    QVERIFY(m_chronicle->endings().groups().empty());
    hear({end(10500ms, job, code(3))});
    QVERIFY(life().ended == Moment(10500ms));
    QVERIFY(life().end->status == code(3));
    QCOMPARE(textOf(m_chronicle->endings()), QByteArrayList{"job of shell: 1 ended, 1 failed, 0 unknown"});
}

void ChronicleTest::endThatNobodyHears()
{
    see(10s, {shellProcess, jobProcess});
    see(11s, {shellProcess});
    see(12s, {shellProcess});
    QVERIFY(life().ended == Moment(11s));
    QVERIFY(!life().end);
}

/// Events are read by another thread than samples are.
void ChronicleTest::birthThatIsHeardAfterASampleHasShownIt()
{
    auto adopted = jobProcess;
    adopted.stat->ppid = 1;
    see(10s, {systemdProcess, adopted});
    hear({{10s, job, Stopped{}, true}, birth(9s)});
    QCOMPARE(eventsOf(life()), QByteArray("fork stop"));
    QVERIFY(life().isBirthHeard);
    QVERIFY(life().bornOf == shell);
    QVERIFY(life().parent == systemd);
    QVERIFY(life().isOrphan());
}

void ChronicleTest::birthThatIsHeardAfterTheEndWasSeen()
{
    auto process = jobProcess;
    process.stat->comm = "cc";
    process.commandLine = "cc -c";
    see(10s, {shellProcess, process});
    see(11s, {shellProcess});
    hear({birth(9s)});
    QVERIFY(life().isBirthHeard);
    QCOMPARE(life().commandLine, std::string("cc -c"));
    QCOMPARE(life().comm, std::string("cc"));
    QVERIFY(life().ended == Moment(11s));
    hear({end(10500ms, {job.id, "cc"})});
    QCOMPARE(eventsOf(life()), QByteArray("fork exit"));
    QVERIFY(life().ended == Moment(10500ms));
}

void ChronicleTest::outOfSightForASample()
{
    see(10s, {shellProcess, jobProcess});
    see(11s, {shellProcess, unreadable(9)});
    see(12s, {shellProcess, jobProcess});
    QVERIFY(!life().ended);
    see(13s, {shellProcess});
    QVERIFY(life().ended == Moment(13s));
}

void ChronicleTest::zombieOfASampleIsNotRevived()
{
    see(10s, {shellProcess, jobProcess});
    hear({end(10500ms, job, code(3))});
    auto zombie = jobProcess;
    zombie.stat->state = State::Zombie;
    zombie.stat->ppid = 1; // it is nobody's orphan any more
    see(11s, {systemdProcess, zombie});
    QVERIFY(life().ended == Moment(10500ms));
    QVERIFY(life().parent == shell);
    see(12s, {systemdProcess});
    QVERIFY(life().ended == Moment(10500ms));
    QVERIFY(life().end->status == code(3));
}

void ChronicleTest::sampleOfEarlierRevivesNobody()
{
    see(10s, {systemdProcess, shellProcess, jobProcess});
    const Kin program{job.id, "cc"};
    hear({exec(11s, program, "cc -c"), end(12s, program, code(3))});
    auto busier = jobProcess;
    *busier.stat->userTicks += 1;
    see(10500ms, {systemdProcess, shellProcess, busier});
    QVERIFY(life().ended == Moment(12s));
    QCOMPARE(life().comm, std::string("cc"));
}

void ChronicleTest::unreadableOnesAreLeftOut()
{
    see(10s, {unreadable(5), jobProcess});
    QVERIFY(!m_chronicle->find(unreadable(5).id));
    QVERIFY(life().parent == nameless(5)); // by its pid; a name is not made up
}

void ChronicleTest::longLivesAreCutInTheMidst()
{
    hear({birth(0s)});
    const int many = 1'000;
    for (int number = 1; number <= many; ++number) {
        hear({{number * 1s, job, SessionChanged{number}}});
        QVERIFY(life().events.size() <= Life::kept);
        QCOMPARE(life().events.size() + life().leftOut, static_cast<std::size_t>(number) + 1);
    }
    hear({end(1h)});
    const auto &events = life().events;
    QCOMPARE(events.size() + life().leftOut, static_cast<std::size_t>(many) + 2);
    const auto half = Life::kept / 2;
    for (std::size_t position = 0; position < half; ++position)
        QCOMPARE(events[position].at, Moment(position * 1s));
    for (std::size_t position = half; position + 1 < events.size(); ++position)
        QCOMPARE(events[position].at, Moment((position + life().leftOut) * 1s));
    QVERIFY(std::holds_alternative<Exited>(events.back().what));
}

void ChronicleTest::latestEventsAreKept()
{
    const auto more = Chronicle::maxEvents + 10;
    for (std::size_t number = 0; number < more; ++number)
        hear({{number * 1s, job, SessionChanged{1}}});
    const auto &events = m_chronicle->events();
    QCOMPARE(events.size(), Chronicle::maxEvents);
    QCOMPARE(events.front().at, Moment(10s));
    QCOMPARE(events.back().at, Moment((more - 1) * 1s));
    QCOMPARE(m_chronicle->heard(), more);
}

void ChronicleTest::firstToEndAreForgottenFirst()
{
    const auto last = static_cast<Pid>(Chronicle::maxEnded) + 10;
    const auto process = [](Pid pid) { return Kin{{pid, 1}, "brief"}; };
    for (Pid pid = 1; pid <= last; ++pid)
        hear({birth(1s, process(pid))});
    for (Pid pid = last; pid > 0; --pid) // the youngest end first
        hear({end(2s, process(pid))});
    for (std::size_t number = 0; number < Chronicle::maxEvents; ++number)
        hear({{3s, {{99'999, 1}, "stayer"}, SessionChanged{1}}});
    for (Pid pid = last; pid > 0; --pid)
        QCOMPARE(m_chronicle->find(process(pid).id) != nullptr, pid <= last - 10);
}

void ChronicleTest::whoEndedTwiceIsForgottenByTheLatestEnd_data()
{
    QTest::addColumn<bool>("nameless");
    QTest::newRow("a pid that was used again") << true;
    QTest::newRow("one that was out of sight") << false;
}

void ChronicleTest::whoEndedTwiceIsForgottenByTheLatestEnd()
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
    const auto half = static_cast<Pid>(Chronicle::maxEnded) / 2;
    const auto other = [](Pid number) { return Kin{{number + 10, 1}, "other"}; };
    for (Pid number = 0; number < half; ++number)
        hear({end(4s, other(number))});
    hear({end(5s, first)});
    for (Pid number = half; number < 2 * half; ++number)
        hear({end(6s, other(number))});
    for (std::size_t number = 0; number < Chronicle::maxEvents; ++number)
        hear({{7s, {{99'999, 1}, "stayer"}, SessionChanged{1}}});
    QVERIFY(m_chronicle->find(first.id));
    QVERIFY(!m_chronicle->find(other(0).id)); // one too many
    QVERIFY(m_chronicle->find(other(1).id));
}

void ChronicleTest::endThatIsHeardLateIsOne()
{
    see(1s, {jobProcess});
    see(2s, {});
    hear({end(1500ms)});
    for (Pid pid = 10; pid < 9 + static_cast<Pid>(Chronicle::maxEnded); ++pid)
        hear({end(3s, {{pid, 1}, "other"})});
    QVERIFY(m_chronicle->find(job.id));
}

void ChronicleTest::theLivingAreNeverForgotten()
{
    see(1s, {shellProcess});
    hear({birth(1s)});
    for (Pid pid = 10; pid < 10 + 2 * static_cast<Pid>(Chronicle::maxEnded); ++pid)
        hear({end(2s, {{pid, 1}, "brief"})});
    QVERIFY(m_chronicle->find(shell.id));
    QVERIFY(m_chronicle->find(job.id));
}

/// Whoever reads the list may ask for each of them.
void ChronicleTest::whoIsListedIsKept()
{
    hear({birth(1s), end(2s)});
    const auto many = static_cast<Pid>(Chronicle::maxEvents) - 2;
    for (Pid pid = 10; pid < 10 + many; ++pid)
        hear({end(3s, {{pid, 1}, "brief"})});
    QCOMPARE(m_chronicle->events().size(), Chronicle::maxEvents);
    for (const auto &event : m_chronicle->events())
        QVERIFY(m_chronicle->find(event.process.id));
    m_chronicle->clearEndings();
    for (Pid pid = 1'000'000; pid < 1'010'000; ++pid)
        hear({end(4s, {{pid, 1}, "brief"})});
    QVERIFY(!m_chronicle->find(job.id));
}

void ChronicleTest::whoIsSelectedIsKept()
{
    hear({birth(1s), end(2s)});
    m_chronicle->select(job.id);
    m_chronicle->clearEndings();
    passOver();
    QCOMPARE(eventsOf(life()), QByteArray("fork exit"));
    m_chronicle->select({});
    hear({end(70s, {{8, 1}, "another"}), end(70s, {{7, 1}, "another"})});
    QVERIFY(!m_chronicle->find(job.id));
}

void ChronicleTest::whoStandsInTheEndingsIsKept()
{
    const Kin second{{10, 910}, "job"};
    hear({end(1s), end(2s, second)}); // the last one stands there
    passOver();
    QVERIFY(!m_chronicle->find(job.id));
    QVERIFY(m_chronicle->find(second.id));
    m_chronicle->clearEndings();
    passOver();
    QVERIFY(!m_chronicle->find(second.id));
}

void ChronicleTest::whoHasFailedIsKept()
{
    const auto more = static_cast<Pid>(Chronicle::maxFailed) + 10;
    for (Pid pid = 10; pid < 10 + more; ++pid)
        hear({end(1s, {{pid, 1}, "worker"}, killed)});
    passOver();
    for (Pid pid = 10; pid < 10 + more; ++pid)
        QCOMPARE(m_chronicle->find({pid, 1}) != nullptr, pid >= 20);
}

void ChronicleTest::ofThoseKeptForLongTheMidstIsCutOut()
{
    hear({birth(1s)});
    for (int number = 0; number < 200; ++number)
        hear({{2s, job, SessionChanged{number}}});
    hear({end(3s, job, killed)});
    QCOMPARE(life().events.size(), 202u);
    passOver();
    QCOMPARE(life().events.size(), Life::keptBeyond);
    QCOMPARE(life().events.size() + life().leftOut, 202u);
    QCOMPARE(life().leftOutAfter, Life::keptBeyond / 2);
    QVERIFY(std::holds_alternative<Forked>(life().events.front().what));
    QVERIFY(std::holds_alternative<Exited>(life().events.back().what));
}

void ChronicleTest::whoseStartCameToLightIsKeptAsListed()
{
    hear({birth(1s, nameless(9)), exec(2s, job, "job"), end(3s)});
    for (Pid pid = 10; pid < 10 + static_cast<Pid>(Chronicle::maxEvents) - 3; ++pid)
        hear({end(4s, {{pid, 1}, "brief"})});
    QVERIFY(m_chronicle->find(job.id));
    m_chronicle->clearEndings();
    for (Pid pid = 1'000'000; pid < 1'010'000; ++pid)
        hear({end(5s, {{pid, 1}, "brief"})});
    QVERIFY(!m_chronicle->find(job.id));
}

void ChronicleTest::endingsByNameAndParent()
{
    const Kin make{{6, 600}, "make"};
    const Kin shellToo{{7, 700}, "shell"};
    hear({end(1s, {{10, 1}, "cc"}, code(0), make), end(2s, {{11, 1}, "cc"}, code(1), shell),
          end(3s, {{12, 1}, "cc"}, code(0), shellToo), end(4s, {{13, 1}, "ld"}, code(0), make),
          end(5s, {{14, 1}, "ld"}, code(0), std::nullopt)});
    QCOMPARE(textOf(m_chronicle->endings()), (QByteArrayList{"cc of make: 1 ended, 0 failed, 0 unknown",
                                                             "cc of shell: 2 ended, 1 failed, 0 unknown",
                                                             "ld of make: 1 ended, 0 failed, 0 unknown",
                                                             "ld of : 1 ended, 0 failed, 0 unknown"}));
}

void ChronicleTest::failuresAndUnknownEnds()
{
    hear({end(1s, {{10, 1}, "job"}, code(0)), end(2s, {{11, 1}, "job"}, code(1)),
          end(3s, {{12, 1}, "job"}, killed), end(4s, {{13, 1}, "job"}, notKnown)});
    QCOMPARE(textOf(m_chronicle->endings()), QByteArrayList{"job of shell: 4 ended, 2 failed, 1 unknown"});
}

void ChronicleTest::lastFailureStaysShown()
{
    const auto shown = [this] { return m_chronicle->endings().groups().at(0); };
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

void ChronicleTest::endingsAreBounded()
{
    const auto number = [](std::size_t index) {
        return Kin{{static_cast<Pid>(index + 10), 1}, std::to_string(index)};
    };
    for (std::size_t index = 0; index < Endings::mostGroups; ++index)
        hear({end(index * 1s, number(index), killed)});
    // Neither the first, nor the one whose last failure is the oldest, nor the smallest.
    hear({end(1s, {{8, 2}, "1"}, killed), end(1h, {{9, 2}, "0"}, code(0)), end(2h, {{9, 3}, "new"})});
    const auto &groups = m_chronicle->endings().groups();
    QCOMPARE(groups.size(), Endings::mostGroups);
    const auto has = [&](std::string_view comm) {
        return std::ranges::find(groups, comm, &EndedGroup::comm) != groups.end();
    };
    QVERIFY(has("0"));
    QVERIFY(!has("1"));
    QVERIFY(has("2"));
    QVERIFY(has("new"));
}

void ChronicleTest::endingsCanBeCleared()
{
    hear({end(1s)});
    m_chronicle->clearEndings();
    QVERIFY(m_chronicle->endings().groups().empty());
    QVERIFY(m_chronicle->find(job.id));
}

void ChronicleTest::rates()
{
    hear({birth(1s)}); // before anything was measured
    see(2s, {});
    hear({birth(3s, {{10, 1}, ""}), birth(3s, {{11, 1}, ""}), birth(3s, {{12, 1}, ""}), end(3s)});
    see(4s, {});
    see(5s, {});
    QCOMPARE(pointsOf(m_chronicle->births()), QByteArray("4:1.5 5:0"));
    QCOMPARE(pointsOf(m_chronicle->ends()), QByteArray("4:0.5 5:0"));
}

void ChronicleTest::suspendedIsNoTime()
{
    see(1s, {}, 500s);
    hear({birth(2s)});
    see(2s, {}, 500s + 1us); // two clocks that were not read at once
    hear({birth(3s, {{10, 1}, ""})});
    see(603s, {}, 1100s); // the lid was closed for ten minutes
    hear({birth(604s, {{11, 1}, ""}), end(604s)});
    see(604s, {}, 1100s);
    QCOMPARE(pointsOf(m_chronicle->births()), QByteArray("2:1 2.001:- 604:1"));
    QCOMPARE(pointsOf(m_chronicle->ends()), QByteArray("2:0 2.001:- 604:1"));
}

void ChronicleTest::stoppedIsNoTime()
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
    QCOMPARE(pointsOf(m_chronicle->births()), QByteArray("2:1 2.001:- 29:1"));
    QCOMPARE(pointsOf(m_chronicle->ends()), QByteArray("2:0 2.001:- 29:1"));
}

void ChronicleTest::lossIsCounted()
{
    QCOMPARE(m_chronicle->lost(), 0u);
    hear({{1s, {}, Lost{12, "test"}}, {2s, {}, Lost{{}, "test"}}});
    QCOMPARE(m_chronicle->lost(), 13u); // of one loss nobody knows how much it was
    QCOMPARE(m_chronicle->events().size(), 2u);
    QVERIFY(!m_chronicle->find({})); // it happened to nobody
}

static const forklore::TestClass<ChronicleTest> testClass(__FILE__);
#include "tst_chronicle.moc"
