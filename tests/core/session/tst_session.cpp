// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a session keeps of the snapshots and events that it is given, and that what it gives stays as it is.
#include <QTest>

#include <thread>

#include "core/session/session.h"
#include "tests/support/processes.h"
#include "tests/support/series_text.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

const ProcessRef shell{{5, 500}, "shell"};
const ProcessRef job{{9, 900}, "job"};

Snapshot at(Moment moment, std::vector<Process> processes = {processOf(1, 0, 1, "init")})
{
    auto snapshot = snapshotOf(std::move(processes));
    snapshot.sinceBoot = moment;
    return snapshot;
}

Process shellProcess()
{
    return processOf(5, 1, 500, "shell");
}

Process jobProcess(State state = State::Sleeping)
{
    auto process = processOf(9, 5, 900, "job");
    process.stat->state = state;
    return process;
}

std::vector<Process> family(State stateOfJob = State::Sleeping)
{
    return {processOf(1, 0, 1, "init"), shellProcess(), jobProcess(stateOfJob)};
}

Event birth(Moment moment)
{
    return {moment, job, Forked{shell}};
}

Event end(Moment moment, int code = 0)
{
    return {moment, job, Exited{ExitStatus{ExitStatus::Kind::Exited, code, false}, 1s, shell}};
}

bool all(const Event &)
{
    return true;
}

QByteArray past(const Session &session, Quantity quantity)
{
    return textOf(session.series(quantity));
}

/// Samples as the test has put them; null: the sample fails.
class ScriptedSource : public Source {
public:
    ScriptedSource() { m_system.pageBytes = 65536; }
    [[nodiscard]] Result<Snapshot> sample(const SampleRequest &, const Snapshot *previous) override
    {
        m_previous.push_back(previous ? std::optional(previous->sinceBoot) : std::nullopt);
        if (!m_next)
            return failure(ErrorKind::Io, "test");
        return *std::exchange(m_next, std::nullopt);
    }
    [[nodiscard]] const SystemInfo &system() const override { return m_system; }
    [[nodiscard]] std::optional<std::string> terminal(std::uint32_t) const override { return {}; }

    void setNext(Snapshot snapshot) { m_next = std::move(snapshot); }
    [[nodiscard]] const std::vector<std::optional<Moment>> &previous() const { return m_previous; }

private:
    std::optional<Snapshot> m_next;
    std::vector<std::optional<Moment>> m_previous;
    SystemInfo m_system;
};

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

private slots:
    void nothingAtFirst();
    void anUpdateTellsWhatIsNew();
    void anUpdateStaysAsItIs();
    void historyAndTimelinesFollowTheSnapshots();
    void stuckStatesAreNoticed();
    void eventsAreCountedAndKept();
    void eventsOfLaterAreLeftOut();
    void theLatestThatAreWanted();
    void whatIsAskedIsACopy();
    void anOrphanAndItsOrigin();
    void aBreakIsAGap();
    void aFailedSampleIsAGap();
    void aSourceGetsTheSnapshotBefore();
    void measurementsOfTheMoment();
    void theSelectedOneIsKept();
    void endingsCanBeCleared();
    void onlyTheLatest();
    void readersAskWhileItAdvances();

private:
    Update advance(Session &session, Snapshot snapshot)
    {
        return session.advance(std::move(snapshot), m_system);
    }

    SystemInfo m_system;
};

void SessionTest::nothingAtFirst()
{
    const Session session;
    QVERIFY(!session.latest());
    QVERIFY(!session.series(job.id, Metric::Cpu));
    QVERIFY(session.lines({{job.id}}, Metric::Cpu, {0s, 10s}).front().empty());
    QVERIFY(session.series(Quantity::Processes).isEmpty());
    QVERIFY(session.cores().empty());
    QVERIFY(!session.core(0));
    QVERIFY(!session.timeline(job.id));
    QVERIFY(!session.stuckState(job.id));
    QVERIFY(!session.beginning());
    QVERIFY(session.events(0, 10, all).empty());
    QVERIFY(session.step() == 0s);
}

void SessionTest::anUpdateTellsWhatIsNew()
{
    Session session;
    m_system.pageBytes = 65536;
    const auto first = advance(session, at(1s, {processOf(1, 0, 1), shellProcess()}));
    QCOMPARE(first.delta.appeared, (std::vector<std::size_t>{0, 1}));
    QCOMPARE(first.system.pageBytes, 65536u);
    QCOMPARE(first.snapshot, session.latest());
    const auto second = advance(session, at(2s, {processOf(1, 0, 1), jobProcess(State::Zombie)}));
    QCOMPARE(second.delta.appeared, (std::vector<std::size_t>{1}));
    QCOMPARE(second.delta.ended, std::vector<ProcessId>{shell.id});
    QVERIFY(second.delta.changed.empty()); // who did not change is in no list
    QCOMPARE(second.census.processes, census(*second.snapshot).processes);
    QCOMPARE(second.snapshot, session.latest());
}

void SessionTest::anUpdateStaysAsItIs()
{
    Session session;
    const auto first = advance(session, at(1s, family()));
    advance(session, at(2s));
    QVERIFY(first.snapshot->sinceBoot == 1s);
    QVERIFY(first.snapshot->find(job.id));
    QVERIFY(!session.latest()->find(job.id));
}

void SessionTest::historyAndTimelinesFollowTheSnapshots()
{
    Session session;
    m_system.pageBytes = 4096;
    auto process = jobProcess();
    process.stat->residentPages = 2;
    advance(session, at(1s, {processOf(1, 0, 1), process}));
    advance(session, at(2s));
    QCOMPARE(past(session, Quantity::Processes), QByteArray("1:2 2:1"));
    QCOMPARE(textOf(session.series(job.id, Metric::Resident).value()), QByteArray("1:8192"));
    QVERIFY(session.step() == 1s);
    QVERIFY(session.beginning() == Moment(1s));
    QVERIFY(session.timeline(job.id)->ended == Moment(2s)); // which both outlive
    QVERIFY(!session.timeline({1, 1})->ended);
}

void SessionTest::stuckStatesAreNoticed()
{
    Session session;
    advance(session, at(1s, family()));
    advance(session, at(2s, family(State::Stopped)));
    advance(session, at(3s, family(State::Stopped)));
    const auto stuck = session.stuckState(job.id);
    QVERIFY(stuck == (StuckState{State::Stopped, 2s, Moment(1s)}));
    advance(session, at(4s, family()));
    QVERIFY(!session.stuckState(job.id));
}

void SessionTest::eventsAreCountedAndKept()
{
    Session session;
    const auto first = session.append({birth(1s), {2s, {}, Lost{3, "test"}}});
    QCOMPARE(first.events.size(), 2u);
    QCOMPARE(first.total, 2u);
    QCOMPARE(first.lost, 3u);
    const auto second = session.append({end(3s, 1)});
    QCOMPARE(second.events, std::vector<Event>{end(3s, 1)});
    QCOMPARE(second.total, 3u);
    QCOMPARE(second.lost, 3u);
    QCOMPARE(session.timeline(job.id)->events, (std::vector<Event>{birth(1s), end(3s, 1)}));
    QVERIFY(session.end(job.id)->status == (ExitStatus{ExitStatus::Kind::Exited, 1, false}));
    QCOMPARE(session.endings().groups().size(), 1u);
}

void SessionTest::eventsOfLaterAreLeftOut()
{
    Session session;
    const auto shown = session.append({birth(1s)});
    session.append({end(2s)}); // the reader has not got it yet
    QCOMPARE(session.events(shown.total, 10, all), std::vector<Event>{birth(1s)});
    QCOMPARE(session.events(shown.total + 1, 10, all).size(), 2u);
    QCOMPARE(session.events(shown.total + 5, 10, all).size(), 2u);
    QVERIFY(session.events(0, 10, all).empty());
}

void SessionTest::theLatestThatAreWanted()
{
    Session session;
    const auto total = session.append({birth(1s), end(2s), birth(3s), end(4s), birth(5s), end(6s)}).total;
    const auto isEnd = [](const Event &event) { return std::holds_alternative<Exited>(event.what); };
    QCOMPARE(session.events(total, 2, isEnd), (std::vector<Event>{end(4s), end(6s)}));
}

void SessionTest::whatIsAskedIsACopy()
{
    Session session;
    advance(session, at(1s, family()));
    const auto timeline = session.timeline(job.id);
    const auto series = session.series(Quantity::Processes);
    const auto endings = session.endings();
    session.append({end(2s)});
    advance(session, at(2s));
    QVERIFY(timeline->events.empty());
    QCOMPARE(textOf(series), QByteArray("1:3"));
    QVERIFY(endings.groups().empty());
}

void SessionTest::anOrphanAndItsOrigin()
{
    Session session;
    session.append({birth(1s)});
    QVERIFY(!session.origin(job.id));
    session.append({{2s, job, Reparented{shell, ProcessRef{{1, 1}, "init"}}}});
    const auto origin = session.origin(job.id);
    QVERIFY(origin && origin->bornOf == shell && origin->isBirthHeard);
    session.append({end(3s)});
    QVERIFY(!session.origin(job.id)); // it is no more
}

void SessionTest::aBreakIsAGap()
{
    Session session;
    advance(session, at(1s, family()));
    advance(session, at(2s, family()));
    session.interrupt();
    advance(session, at(60s, family()));
    QCOMPARE(past(session, Quantity::Processes), QByteArray("1:3 2:3 2.001:- 60:3"));
    QVERIFY(session.step() == 1s);
}

void SessionTest::aFailedSampleIsAGap()
{
    Session session;
    ScriptedSource source;
    source.setNext(at(1s));
    QVERIFY(session.sample(source, {}));
    QVERIFY(!session.sample(source, {}));
    QVERIFY(session.latest()->sinceBoot == 1s);
    source.setNext(at(3s));
    QVERIFY(session.sample(source, {}));
    QCOMPARE(past(session, Quantity::Processes), QByteArray("1:1 1.001:- 3:1"));
}

void SessionTest::aSourceGetsTheSnapshotBefore()
{
    Session session;
    ScriptedSource source;
    source.setNext(at(1s));
    QCOMPARE(session.sample(source, {})->system.pageBytes, 65536u);
    source.setNext(at(2s));
    QVERIFY(session.sample(source, {})->delta == Delta());
    QVERIFY(source.previous() == (std::vector<std::optional<Moment>>{{}, 1s}));
}

void SessionTest::measurementsOfTheMoment()
{
    Session session;
    session.measure(job.id, Metric::Proportional, 7, 10s); // before there is a moment
    advance(session, at(1s, family()));
    session.measure(job.id, Metric::Proportional, 8, 10s);
    advance(session, at(2s, family()));
    session.measure(job.id, Metric::Proportional, 9, 10s);
    QCOMPARE(textOf(session.series(job.id, Metric::Proportional).value()), QByteArray("1:8 2:9"));
    QCOMPARE(textOf(session.lines({{job.id}}, Metric::Proportional, {2s, 2s}).front()),
             QByteArray("1:8 2:9"));
    const auto users = session.largest(Metric::Proportional, 1s, 5);
    QCOMPARE(users.size(), 1u);
    QCOMPARE(users.front().value, 8.0);
    QCOMPARE(users.front().comm, std::string("job"));
}

/// However many end after it.
void SessionTest::theSelectedOneIsKept()
{
    for (const bool isSelected : {true, false}) {
        Session session;
        session.append({birth(1s), end(2s)});
        if (isSelected)
            session.select(job.id);
        session.clearEndings();
        std::vector<Event> others;
        const auto more = static_cast<Pid>(Timelines::maxEnded + Timelines::maxEvents);
        for (Pid pid = 100; pid < 100 + more; ++pid)
            others.push_back({3s, {{pid, 1}, "other"}, Exited{ExitStatus(), 1s, shell}});
        session.append(std::move(others));
        QCOMPARE(session.timeline(job.id).has_value(), isSelected);
    }
}

void SessionTest::endingsCanBeCleared()
{
    Session session;
    session.append({birth(1s), end(2s)});
    session.clearEndings();
    QVERIFY(session.endings().groups().empty());
    QVERIFY(session.timeline(job.id));
}

void SessionTest::onlyTheLatest()
{
    Session session(Session::Keeps::Latest);
    advance(session, at(1s, family()));
    const auto second = advance(session, at(2s, family(State::Zombie)));
    QCOMPARE(second.delta.changed, std::vector<std::size_t>{2});
    QCOMPARE(second.snapshot, session.latest());
    QVERIFY(!session.series(job.id, Metric::Threads));
    QVERIFY(session.series(Quantity::Processes).isEmpty());
    QVERIFY(!session.timeline(job.id));
    QVERIFY(!session.stuckState(job.id));
}

/// One thread advances, one appends, and what a third one is given is never half of a step.
void SessionTest::readersAskWhileItAdvances()
{
    constexpr int steps = 300;
    Session session;
    std::thread advancing([&] {
        for (int second = 1; second <= steps; ++second)
            session.advance(at(std::chrono::seconds(second), family()), {});
    });
    std::thread appending([&] {
        for (int second = 1; second <= steps; ++second)
            session.append({birth(std::chrono::seconds(second)), end(std::chrono::seconds(second))});
    });
    std::uint64_t pairs = 0;
    bool isWhole = true;
    while (pairs < steps) {
        const auto events = session.events(2 * steps, 2 * steps, all);
        isWhole = isWhole && events.size() % 2 == 0 && events.size() / 2 >= pairs;
        pairs = events.size() / 2;
        const auto latest = session.latest();
        const auto last = session.series(Quantity::Processes).last();
        isWhole = isWhole && (!latest || (last && last->at >= latest->sinceBoot));
        static_cast<void>(session.timeline(job.id));
        static_cast<void>(session.endings());
    }
    appending.join();
    advancing.join();
    QVERIFY(isWhole);
    QVERIFY(session.latest()->sinceBoot == std::chrono::seconds(steps));
}

static const forklore::TestClass<SessionTest> testClass(__FILE__);
#include "tst_session.moc"
