// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every prediction put to the proof: the signal is sent, and the process does what was foretold.
#include <QTest>

#include <csignal>
#include <memory>

#include "core/process/signal_effect.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

using Effect = SignalEffect;

constexpr int probe = 63;      // the subject's handler answers it
constexpr int unblocking = 64; // the subject's handler lifts all blocks

} // namespace

Q_DECLARE_METATYPE(forklore::SignalEffect)

class LiveSignals : public QObject {
    Q_OBJECT

private slots:
    void init();
    void predictions_data();
    void predictions();
    void theDeepSleepIsSaid();
    void aLeaderThatEndedLeavesTheChoiceToItsThreads_data();
    void aLeaderThatEndedLeavesTheChoiceToItsThreads();
    void standardSignalsDoNotQueue();
    void initOfANamespace_data();
    void initOfANamespace();
    void threadsAreReadOneByOne();
    void anOrphanedGroupIsSeen();

private:
    static Result<SignalReading> readingOf(Pid pid);
    static SignalEffect predicted(Pid pid, int signal);
    static QByteArray name(Pid pid) { return witness::procFile(pid, "comm").trimmed(); }
    static char state(Pid pid) { return witness::statFields(pid).value(0, "?").front(); }
    static bool isPending(Pid pid, int signal);
    static bool endedBy(Pid pid, int signal);
    void verifyAlive(Pid pid);
    void prove(Effect effect, Pid pid, int signal, const QByteArray &then);

    std::unique_ptr<Subject> m_subject;
};

void LiveSignals::init()
{
    m_subject.reset();
}

Result<SignalReading> LiveSignals::readingOf(Pid pid)
{
    const auto processes = sampleNow();
    const auto inspector = inspectorOfMachine();
    if (!processes || !inspector)
        qFatal("this machine cannot be read");
    return inspector->idOf(pid).and_then(
        [&](const ProcessId &id) { return inspector->signalReading(id, *processes); });
}

SignalEffect LiveSignals::predicted(Pid pid, int signal)
{
    const auto reading = readingOf(pid);
    if (!reading)
        qFatal("%s", why(reading));
    return predict(signal, *reading).effect;
}

bool LiveSignals::isPending(Pid pid, int signal)
{
    const auto status = witness::procFile(pid, "status");
    const auto bits = status.mid(status.indexOf("ShdPnd:\t") + 8, 16).toULongLong(nullptr, 16);
    return (bits >> (signal - 1) & 1) != 0;
}

bool LiveSignals::endedBy(Pid pid, int signal)
{
    const auto fields = witness::statFields(pid);
    return fields.value(0) == "Z" && (fields.value(49).toInt() & 0x7f) == signal;
}

/// It answers, so it has seen to all that was sent before.
void LiveSignals::verifyAlive(Pid pid)
{
    QCOMPARE(kill(pid, probe), 0);
    QTRY_COMPARE(name(pid), QByteArray("caught-63-1"));
}

/// @param then what the process is called when a signal that waits has come through; empty: it has ended
void LiveSignals::prove(Effect effect, Pid pid, int signal, const QByteArray &then)
{
    switch (effect) {
    case Effect::Ends:
    case Effect::EndsWithCore:
        QTRY_VERIFY(endedBy(pid, signal));
        break;
    case Effect::Stops:
        QTRY_COMPARE(state(pid), 'T');
        break;
    case Effect::Continues:
        QTRY_VERIFY(state(pid) != 'T');
        verifyAlive(pid);
        break;
    case Effect::RunsHandler:
    case Effect::MayBeFetched:
        QTRY_COMPARE(name(pid), then);
        break;
    case Effect::Ignored:
        QTRY_VERIFY(!isPending(pid, signal)); // where a thread drops it, that thread has to run first
        if (state(pid) != 'T')
            verifyAlive(pid);
        break;
    case Effect::StaysPending:
        QVERIFY(isPending(pid, signal));
        verifyAlive(pid);
        QVERIFY(isPending(pid, signal));
        break;
    case Effect::AwaitsContinue:
        QVERIFY(isPending(pid, signal));
        QCOMPARE(state(pid), 'T');
        QCOMPARE(kill(pid, SIGCONT), 0);
        if (then.isEmpty())
            QTRY_VERIFY(endedBy(pid, signal));
        else
            QTRY_COMPARE(name(pid), then);
        break;
    case Effect::AwaitsThaw:
        QFAIL("nothing is frozen here: tst_live_halt stages that");
    case Effect::NotKnown:
        QFAIL("this kernel tells all that decides");
    case Effect::AlreadyStopped:
        QCOMPARE(state(pid), 'T');
        QCOMPARE(kill(pid, SIGCONT), 0);
        QTRY_VERIFY(state(pid) != 'T');
        verifyAlive(pid);
        QVERIFY(state(pid) != 'T');
        break;
    case Effect::TracerDecides:
        QTRY_COMPARE(state(pid), 't'); // and stays so: its tracer does nothing
        break;
    case Effect::Zombie:
        QVERIFY(!isPending(pid, signal));
        QCOMPARE(witness::statFields(pid).value(49).toInt(), 5 << 8);
        break;
    case Effect::AlreadyPending:
        QFAIL("has a test of its own");
    }
}

void LiveSignals::predictions_data()
{
    QTest::addColumn<QByteArray>("steps");
    QTest::addColumn<int>("signal");
    QTest::addColumn<char>("from"); // the state in which it shall be when the signal is sent
    QTest::addColumn<Effect>("effect");
    QTest::addColumn<QByteArray>("then");
    const auto row = [](const char *name, const char *steps, int signal, char from, Effect effect,
                        const char *then = "") {
        QTest::newRow(name) << QByteArray(steps) << signal << from << effect << QByteArray(then);
    };
    row("default: ends", "", SIGTERM, 'S', Effect::Ends);
    row("default of a real-time one: ends", "", 40, 'S', Effect::Ends);
    row("default of the C library's: ends", "", 32, 'S', Effect::Ends);
    row("default: core", "", SIGQUIT, 'S', Effect::EndsWithCore);
    row("default: ignored", "", SIGCHLD, 'S', Effect::Ignored);
    row("default: stops", "", SIGTSTP, 'S', Effect::Stops);
    row("STOP stops", "", SIGSTOP, 'S', Effect::Stops);
    row("CONT of one that runs", "", SIGCONT, 'S', Effect::Ignored);
    row("ignored", "ignore 15", SIGTERM, 'S', Effect::Ignored);
    row("blocked", "block 15", SIGTERM, 'S', Effect::StaysPending);
    row("blocked real-time one", "block 40", 40, 'S', Effect::StaysPending);
    row("ignored and blocked", "ignore 15 block 15", SIGTERM, 'S', Effect::StaysPending);
    row("ignored by default and blocked", "block 17", SIGCHLD, 'S', Effect::StaysPending);
    row("caught", "catch 15", SIGTERM, 'S', Effect::RunsHandler, "caught-15-1");
    row("caught CONT of one that runs", "catch 18", SIGCONT, 'S', Effect::RunsHandler, "caught-18-1");
    row("caught stop signal", "catch 20", SIGTSTP, 'S', Effect::RunsHandler, "caught-20-1");
    row("caught and blocked", "catch 15 block 15", SIGTERM, 'S', Effect::StaysPending);
    row("KILL cannot be blocked", "block 9", SIGKILL, 'S', Effect::Ends);

    row("stopped: TERM waits", "stop 0", SIGTERM, 'T', Effect::AwaitsContinue);
    row("stopped: a handler waits", "catch 15 stop 0", SIGTERM, 'T', Effect::AwaitsContinue, "caught-15-1");
    row("stopped: KILL does not wait", "stop 0", SIGKILL, 'T', Effect::Ends);
    row("stopped: a blocked one waits", "block 15 stop 0", SIGCONT, 'T', Effect::Continues);
    row("stopped: ignored", "ignore 15 stop 0", SIGTERM, 'T', Effect::Ignored);
    row("stopped: STOP again", "stop 0", SIGSTOP, 'T', Effect::AlreadyStopped);
    row("stopped: a caught stop signal is dropped", "catch 20 stop 0", SIGTSTP, 'T', Effect::AlreadyStopped);
    row("stopped: a blocked stop signal is dropped", "block 20 stop 0", SIGTSTP, 'T', Effect::AlreadyStopped);
    row("CONT", "stop 0", SIGCONT, 'T', Effect::Continues);
    row("CONT although ignored", "ignore 18 stop 0", SIGCONT, 'T', Effect::Continues);
    row("CONT although blocked", "block 18 stop 0", SIGCONT, 'T', Effect::Continues);

    row("zombie", "exit 5", SIGKILL, 'Z', Effect::Zombie);
    row("traced", "trace 0", SIGTERM, 'S', Effect::TracerDecides);
    row("traced, even if ignored", "ignore 15 trace 0", SIGTERM, 'S', Effect::TracerDecides);
    row("traced: KILL", "trace 0", SIGKILL, 'S', Effect::Ends);

    row("one thread lets it through: ends", "block 15 thread 0 thread 0 unblock 15", SIGTERM, 'S',
        Effect::Ends);
    row("another thread lets it through: ends", "thread 0 block 15 thread 0", SIGTERM, 'S', Effect::Ends);
    row("another thread runs the handler", "catch 15 thread 0 block 15", SIGTERM, 'S', Effect::RunsHandler,
        "caught-15-1");
    row("another thread drops it", "ignore 15 thread 0 block 15", SIGTERM, 'S', Effect::Ignored);
    row("all threads block it", "block 15 thread 0 thread 0", SIGTERM, 'S', Effect::StaysPending);

    row("fetched by the main thread", "block 15 fetch 15", SIGTERM, 'S', Effect::MayBeFetched,
        "fetched-15-1");
    row("fetched by another thread", "block 15 thread-fetches 15", SIGTERM, 'S', Effect::MayBeFetched,
        "fetched-15-1");
    row("fetched although ignored by default", "block 17 thread-fetches 17", SIGCHLD, 'S',
        Effect::MayBeFetched, "fetched-17-1");
    row("dropped before another thread fetches it", "block 17 thread-fetches 17 unblock 17", SIGCHLD, 'S',
        Effect::Ignored);
    row("a handler beside one that waits", "catch 10 block 15 fetch 15", SIGUSR1, 'S', Effect::RunsHandler,
        "caught-10-1");
}

void LiveSignals::predictions()
{
    QFETCH(QByteArray, steps);
    QFETCH(int, signal);
    QFETCH(char, from);
    QFETCH(Effect, effect);
    QFETCH(QByteArray, then);
    m_subject = std::make_unique<Subject>(QStringList("signals") +
                                          QString::fromLatin1(steps).split(' ', Qt::SkipEmptyParts));
    QVERIFY2(m_subject->stands(), m_subject->complaint());
    const auto pid = m_subject->child();
    QTRY_COMPARE(state(pid), from);
    QTRY_COMPARE(predicted(pid, signal), effect); // where the last step comes after the report
    QCOMPARE(kill(pid, signal), 0);
    prove(effect, pid, signal, then);
}

void LiveSignals::theDeepSleepIsSaid()
{
    m_subject = std::make_unique<Subject>(QStringList{"signals", "sleep-deeply", "0"});
    QVERIFY2(m_subject->stands(), m_subject->complaint());
    const auto pid = m_subject->child();
    QTRY_COMPARE(state(pid), 'D');
    const auto reading = readingOf(pid);
    QVERIFY2(reading, why(reading));
    const auto prediction = predict(SIGTERM, *reading);
    QCOMPARE(prediction.effect, Effect::Ends);
    QCOMPARE(bytes(prediction.sentence),
             QByteArray("Ends it, at the latest when its uninterruptible sleep is over"));
    QCOMPARE(kill(pid, SIGTERM), 0);
    QTRY_VERIFY(endedBy(pid, SIGTERM));
}

void LiveSignals::aLeaderThatEndedLeavesTheChoiceToItsThreads_data()
{
    QTest::addColumn<QByteArray>("steps");
    QTest::addColumn<Effect>("effect");
    QTest::newRow("the thread lets it through") << QByteArray("thread 0 end-leader 0") << Effect::Ends;
    QTest::newRow("the thread alone let it through")
        << QByteArray("thread 0 block 15 end-leader 0") << Effect::Ends;
    QTest::newRow("the thread blocks it")
        << QByteArray("block 15 thread 0 unblock 15 end-leader 0") << Effect::StaysPending;
    // The mask of the leader, though it has ended, decides whether an ignored signal is kept.
    QTest::newRow("ignored, the thread blocks it")
        << QByteArray("ignore 15 block 15 thread 0 unblock 15 end-leader 0") << Effect::Ignored;
    QTest::newRow("ignored, both block it")
        << QByteArray("ignore 15 block 15 thread 0 end-leader 0") << Effect::StaysPending;
}

void LiveSignals::aLeaderThatEndedLeavesTheChoiceToItsThreads()
{
    QFETCH(QByteArray, steps);
    QFETCH(Effect, effect);
    m_subject = std::make_unique<Subject>(QStringList("signals") + QString::fromLatin1(steps).split(' '));
    QVERIFY2(m_subject->stands(), m_subject->complaint());
    const auto pid = m_subject->child();
    QTRY_COMPARE(state(pid), 'Z');
    QTRY_COMPARE(readingOf(pid)->state, State::Sleeping);
    QCOMPARE(predicted(pid, SIGTERM), effect);
    QCOMPARE(kill(pid, SIGTERM), 0);
    if (effect == Effect::Ends)
        QTRY_COMPARE(witness::statFields(pid).value(17), QByteArray("1")); // threads: it is a true zombie now
    else
        QCOMPARE(isPending(pid, SIGTERM), effect == Effect::StaysPending);
}

void LiveSignals::standardSignalsDoNotQueue()
{
    for (const int signal : {int(SIGTERM), 40}) {
        const auto number = QString::number(signal);
        const Subject subject({"signals", "catch", number, "block", number});
        QVERIFY2(subject.stands(), subject.complaint());
        const auto pid = subject.child();
        QCOMPARE(predicted(pid, signal), Effect::StaysPending);
        QCOMPARE(kill(pid, signal), 0);
        const bool queues = signal == 40;
        QCOMPARE(predicted(pid, signal), queues ? Effect::StaysPending : Effect::AlreadyPending);
        QCOMPARE(kill(pid, signal), 0);
        QCOMPARE(kill(pid, unblocking), 0);
        QTRY_COMPARE(name(pid), "caught-" + number.toLatin1() + (queues ? "-2" : "-1"));
        verifyAlive(pid);
    }
}

void LiveSignals::initOfANamespace_data()
{
    QTest::addColumn<QByteArray>("steps");
    QTest::addColumn<int>("signal");
    QTest::addColumn<Effect>("effect");
    QTest::addColumn<QByteArray>("then");
    QTest::newRow("no handler") << QByteArray() << int(SIGTERM) << Effect::Ignored << QByteArray();
    QTest::newRow("a handler") << QByteArray("catch 15") << int(SIGTERM) << Effect::RunsHandler
                               << QByteArray("caught-15-1");
    QTest::newRow("KILL from outside") << QByteArray() << int(SIGKILL) << Effect::Ends << QByteArray();
    QTest::newRow("STOP from outside") << QByteArray() << int(SIGSTOP) << Effect::Stops << QByteArray();
}

void LiveSignals::initOfANamespace()
{
    QFETCH(QByteArray, steps);
    QFETCH(int, signal);
    QFETCH(Effect, effect);
    QFETCH(QByteArray, then);
    m_subject = std::make_unique<Subject>(QStringList("inner-init") +
                                          QString::fromLatin1(steps).split(' ', Qt::SkipEmptyParts));
    QVERIFY2(m_subject->stands(), m_subject->complaint());
    if (m_subject->fact("permitted") != "1") {
        qInfo("pid namespaces are not permitted here: the tests of predict() alone speak for this");
        return;
    }
    const auto pid = m_subject->child();
    QCOMPARE(predicted(pid, signal), effect);
    QCOMPARE(kill(pid, signal), 0);
    if (effect == Effect::Ignored) { // its name is written through a /proc that shows it under another pid
        QVERIFY(!isPending(pid, signal));
        QCOMPARE(state(pid), 'S');
        return;
    }
    if (effect != Effect::RunsHandler)
        prove(effect, pid, signal, then);
}

void LiveSignals::threadsAreReadOneByOne()
{
    const Subject subject({"signals", "block", "10", "thread", "0", "block", "12", "thread", "0"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto reading = readingOf(subject.child());
    QVERIFY2(reading, why(reading));
    QCOMPARE(reading->threads, 3u);
    QVERIFY(reading->complete);
    QCOMPARE(reading->blockedByAll->members(), std::vector<int>{SIGUSR1});
    QCOMPARE(reading->blockedBySome->members(), (std::vector<int>{SIGUSR1, SIGUSR2}));
    QVERIFY(reading->awaited == SignalSet());
    QVERIFY(reading->tracer == Pid(0));
    QCOMPARE(reading->main.blocked->members(), (std::vector<int>{SIGUSR1, SIGUSR2}));
}

void LiveSignals::anOrphanedGroupIsSeen()
{
    const Subject minded({"signals"});
    QVERIFY2(minded.stands(), minded.complaint());
    QCOMPARE(readingOf(minded.child())->groupOrphaned, std::optional(false));

    const Subject orphaned({"signals", "own-session", "0"});
    QVERIFY2(orphaned.stands(), orphaned.complaint());
    const auto pid = orphaned.child();
    QTRY_COMPARE(readingOf(pid)->groupOrphaned, std::optional(true));
    for (const auto signal : {SIGTSTP, SIGTTIN, SIGTTOU}) {
        QCOMPARE(predicted(pid, signal), Effect::Ignored);
        QCOMPARE(kill(pid, signal), 0);
    }
    verifyAlive(pid);
    QCOMPARE(predicted(pid, SIGSTOP), Effect::Stops);
    QCOMPARE(kill(pid, SIGSTOP), 0);
    QTRY_COMPARE(state(pid), 'T');
}

static const forklore::TestClass<LiveSignals> testClass(__FILE__);
#include "tst_live_signals.moc"
