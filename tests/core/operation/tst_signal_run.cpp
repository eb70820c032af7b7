// SPDX-License-Identifier: GPL-3.0-or-later
//
// The order of a signal on a machine that is made up: in which order it is sent, which steps are told, and
// what happens where a tree cannot be stopped.
#include <QTest>

#include <csignal>

#include "core/operation/signal_run.h"
#include "tests/support/made_up_machine.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

QByteArray nameOf(const SignalStep &step)
{
    constexpr const char *names[] = {"halted", "grown", "cancelled", "sending", "delivered", "done"};
    return names[step.index()];
}

/// The steps that are told until there is none.
struct Steps {
    QByteArrayList names;
    std::optional<Grown> grown;
    std::vector<Sending> sending;
    std::vector<SignalOutcome> outcomes;

    explicit Steps(SignalRun &run)
    {
        while (const auto step = run.next()) {
            names += nameOf(*step);
            if (const auto *more = std::get_if<Grown>(&*step))
                grown = *more;
            if (const auto *batch = std::get_if<Sending>(&*step))
                sending.push_back(*batch);
            if (const auto *done = std::get_if<Done>(&*step))
                outcomes = done->outcomes;
        }
    }
};

SignalOrder orderFor(int signal, std::vector<Pid> pids, bool haltFirst = false, bool newcomersToo = false)
{
    SignalOrder order{.signal = signal, .to = {}, .haltFirst = haltFirst, .newcomersToo = newcomersToo};
    for (const Pid pid : pids)
        order.to.push_back(refOf(pid));
    return order;
}

} // namespace

class SignalRunTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_machine = threeGenerations(); }

    void anOrderIsToldStepByStep_data()
    {
        QTest::addColumn<bool>("haltFirst");
        QTest::addColumn<QByteArrayList>("steps");
        QTest::newRow("at once") << false << QByteArrayList{"sending", "delivered", "done"};
        QTest::newRow("stopped first") << true << QByteArrayList{"halted", "sending", "delivered", "done"};
    }

    void anOrderIsToldStepByStep()
    {
        QFETCH(const bool, haltFirst);
        QFETCH(const QByteArrayList, steps);
        SignalRun run(m_machine);
        QVERIFY(!run.next());
        run.start(orderFor(SIGKILL, {12, 11, 10}, haltFirst));
        const Steps told(run);
        QCOMPARE(told.names, steps);
        QCOMPARE(m_machine.thoseWhoGot(SIGKILL), (std::vector<Pid>{12, 11, 10}));
        QCOMPARE(m_machine.thoseWhoGot(SIGSTOP),
                 haltFirst ? (std::vector<Pid>{10, 11, 12}) : std::vector<Pid>());
        QCOMPARE(told.outcomes.size(), std::size_t(3));
        for (const auto &outcome : told.outcomes)
            QVERIFY(outcome.ended && outcome.reaped);
        QVERIFY(m_machine.guarded.empty());
    }

    void theCallerGetsItLast()
    {
        m_machine.self = 11;
        SignalRun run(m_machine);
        run.start(orderFor(SIGTERM, {12, 11, 10}));
        const Steps told(run);
        QCOMPARE(m_machine.thoseWhoGot(SIGTERM), (std::vector<Pid>{12, 10, 11}));
        QCOMPARE(told.outcomes.back().delivery.process, refOf(11));
    }

    /// Nothing is sent before the user knows of them; the next order does not stop again who stands still.
    void newcomersAreAskedAbout()
    {
        SignalRun run(m_machine);
        run.start(orderFor(SIGKILL, {11, 10}, true));
        const Steps first(run);
        QCOMPARE(first.names, (QByteArrayList{"halted", "grown"}));
        QCOMPARE(first.grown->newcomers, std::vector{refOf(12)});
        QVERIFY(first.grown->areStopped);
        QVERIFY(m_machine.thoseWhoGot(SIGKILL).empty());
        QVERIFY(m_machine.thoseWhoGot(SIGCONT).empty());
        run.start(orderFor(SIGKILL, {12, 11, 10}, true));
        QCOMPARE(Steps(run).names.back(), QByteArray("done"));
        QCOMPARE(m_machine.thoseWhoGot(SIGSTOP), (std::vector<Pid>{10, 11, 12}));
        QCOMPARE(m_machine.thoseWhoGot(SIGKILL), (std::vector<Pid>{12, 11, 10}));
    }

    void whoAnswersIsNotKeptStopped()
    {
        m_machine.add(13, 11);
        m_machine.self = 13; // below those that are stopped
        SignalRun run(m_machine);
        run.start(orderFor(SIGKILL, {11, 10}, true));
        const Steps told(run);
        QVERIFY(told.grown && !told.grown->areStopped);
        QCOMPARE(m_machine.thoseWhoGot(SIGCONT), (std::vector<Pid>{10, 11}));
    }

    void newcomersThatAreIncludedHaveTheirUser()
    {
        SignalRun run(m_machine);
        run.start(orderFor(SIGKILL, {11, 10}, true, true));
        const Steps told(run);
        QCOMPARE(m_machine.thoseWhoGot(SIGKILL), (std::vector<Pid>{12, 11, 10}));
        QCOMPARE(told.outcomes.front().user, std::optional<Uid>(12));
        QVERIFY(!told.outcomes.back().user);
    }

    /// As many as can be held get it; the next ones when those were waited for.
    void itIsSentInBatches()
    {
        m_machine.room = 2;
        SignalRun run(m_machine);
        run.start(orderFor(SIGKILL, {12, 11, 10}));
        const Steps told(run);
        QCOMPARE(told.names, (QByteArrayList{"sending", "sending", "delivered", "done"}));
        QCOMPARE(told.sending.back().count, std::size_t(2));
        QCOMPARE(told.sending.back().total, std::size_t(3));
        QCOMPARE(told.outcomes.size(), std::size_t(3));
        QCOMPARE(m_machine.held, std::set{idOf(10)});
    }

    void aCancelledRunSendsNoFurtherBatch()
    {
        m_machine.room = 2;
        std::stop_source source;
        SignalRun run(m_machine, source.get_token());
        run.start(orderFor(SIGKILL, {12, 11, 10}, true));
        QByteArrayList names;
        std::vector<SignalOutcome> outcomes;
        while (const auto step = run.next()) {
            names += nameOf(*step);
            if (const auto *batch = std::get_if<Sending>(&*step); batch && batch->count > 0)
                source.request_stop();
            if (const auto *done = std::get_if<Done>(&*step))
                outcomes = done->outcomes;
        }
        QCOMPARE(names, (QByteArrayList{"halted", "sending", "sending", "delivered", "done"}));
        QCOMPARE(outcomes.size(), std::size_t(2));
        QVERIFY(!m_machine.got(10, SIGKILL));
        QCOMPARE(m_machine.thoseWhoGot(SIGCONT), (std::vector<Pid>{10}));
        run.start(orderFor(SIGKILL, {10}));
        QCOMPARE(Steps(run).names, QByteArrayList{"cancelled"});
        QVERIFY(!m_machine.got(10, SIGKILL));
    }

    void whatGoesOnIsWatchedForItsTime_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<bool>("waits");
        QTest::newRow("to end") << SIGKILL << true;
        QTest::newRow("to stop, which it does at once") << SIGSTOP << false;
    }

    void whatGoesOnIsWatchedForItsTime()
    {
        QFETCH(const int, signal);
        QFETCH(const bool, waits);
        m_machine.end.reset();
        SignalRun run(m_machine);
        run.start(orderFor(signal, {10}));
        const auto outcome = Steps(run).outcomes.front();
        QVERIFY(!outcome.ended);
        QCOMPARE(outcome.state == State::Stopped, !waits);
        QCOMPARE(m_machine.time.time_since_epoch() >= std::chrono::seconds(2), waits);
    }

    void whatAnotherHasSentIsWatched()
    {
        m_machine.sent.emplace_back(10, SIGKILL);
        SignalRun run(m_machine);
        run.watch(orderFor(SIGKILL, {10}), {{refOf(10), {}}});
        const Steps told(run);
        QCOMPARE(told.names, QByteArrayList{"done"});
        QVERIFY(told.outcomes.front().ended);
        QCOMPARE(m_machine.sent.size(), std::size_t(1));
    }

    /// Without any sample nothing is known of the tree's growth; without a further one, not all of it.
    void aTreeThatCannotBeWatched_data()
    {
        QTest::addColumn<int>("samples"); // that can be taken
        QTest::addColumn<bool>("isKilled");
        QTest::newRow("from the beginning") << 1 << false;
        QTest::newRow("to the end") << 2 << true;
    }

    void aTreeThatCannotBeWatched()
    {
        QFETCH(const int, samples);
        QFETCH(const bool, isKilled);
        m_machine.samplesLeft = samples;
        const auto kill = killTree(m_machine, idOf(10));
        QCOMPARE(kill.has_value(), isKilled);
        QVERIFY(kill ? kill->halted->sampleError.has_value() : kill.error().message == "too many open files");
        QCOMPARE(m_machine.got(10, SIGKILL), isKilled);
        QCOMPARE(m_machine.sent.empty(), !isKilled);
    }

    void aTreeIsKilledChildrenFirst()
    {
        QVERIFY(killTree(m_machine, idOf(10)));
        QCOMPARE(m_machine.thoseWhoGot(SIGKILL), (std::vector<Pid>{12, 11, 10}));
        QVERIFY(m_machine.thoseWhoGot(SIGCONT).empty());
        QVERIFY(m_machine.held.empty()); // nobody waits for them
    }

    void aTreeThatDoesNotStandStillIsKilledAllTheSame()
    {
        m_machine.stubborn[11] = State::DiskSleep;
        const auto kill = killTree(m_machine, idOf(10));
        QVERIFY(kill);
        QCOMPARE(kill->halted->notStopped.size(), std::size_t(1));
        QCOMPARE(m_machine.thoseWhoGot(SIGKILL), (std::vector<Pid>{12, 11, 10}));
    }

    /// Another user's: those that are left go on.
    void whatCouldNotBeKilledGoesOn()
    {
        m_machine.onSend = [](Pid pid, int signal) {
            return signal == SIGKILL && pid == 11 ? std::optional(Error{ErrorKind::Io, "no"}) : std::nullopt;
        };
        QVERIFY(killTree(m_machine, idOf(10)));
        QCOMPARE(m_machine.thoseWhoGot(SIGCONT), (std::vector<Pid>{11}));
    }

private:
    MadeUpMachine m_machine;
};

static const forklore::TestClass<SignalRunTest> testClass(__FILE__);
#include "tst_signal_run.moc"
