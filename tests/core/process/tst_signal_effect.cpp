// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be told of each signal without a process to send it to, and what no test may stage: init of one's
// own namespace, kernel threads.
#include <QTest>

#include <csignal>

#include "core/process/signal_effect.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

using Effect = SignalEffect;

SignalSet setOf(std::initializer_list<int> numbers)
{
    SignalSet set;
    for (const auto number : numbers)
        set.bits |= std::uint64_t(1) << (number - 1);
    return set;
}

Effect effect(int signal, const SignalReading &reading)
{
    return predict(signal, reading).effect;
}

QByteArray sentence(int signal, const SignalReading &reading)
{
    return bytes(predict(signal, reading).sentence);
}

} // namespace

class SignalEffectTest : public QObject {
    Q_OBJECT

private slots:
    void everySignalHasAMeaning();
    void defaultActions_data();
    void defaultActions();
    void everySentenceIsOne();
    void nothingHindersKillButInit();
    void initOfTheReader();
    void initOfAnInnerNamespace();
    void kernelThreads();
    void zombies();
    void orphanedGroups();
    void onlyStandardSignalsMerge();
    void whatIsAwaitedMayBeFetched();
    void deepSleepIsSaid();
    void theFrozenTakeItWhenTheyAreThawed();
    void whatIsNotToldIsNotGuessed();
};

void SignalEffectTest::everySignalHasAMeaning()
{
    for (int signal = 1; signal <= signalCount; ++signal) {
        const auto meaning = signalMeaning(signal);
        QVERIFY2(!meaning.empty() && meaning.back() == '.', signalName(signal).c_str());
    }
}

void SignalEffectTest::defaultActions_data()
{
    QTest::addColumn<QList<int>>("numbers");
    QTest::addColumn<int>("action");
    const auto row = [](const char *name, const QList<int> &numbers, DefaultAction action) {
        QTest::newRow(name) << numbers << static_cast<int>(action);
    };
    // The table of signal(7).
    row("core", {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGSYS, SIGTRAP, SIGXCPU, SIGXFSZ},
        DefaultAction::CoreDump);
    row("ignore", {SIGCHLD, SIGURG, SIGWINCH}, DefaultAction::Ignore);
    row("stop", {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU}, DefaultAction::Stop);
    row("continue", {SIGCONT}, DefaultAction::Continue);
    row("terminate",
        {SIGALRM, SIGHUP, SIGINT, SIGIO, SIGKILL, SIGPIPE, SIGPROF, SIGPWR, SIGSTKFLT, SIGTERM, SIGUSR1,
         SIGUSR2, SIGVTALRM, 32, 33, 34, 50, 64},
        DefaultAction::Terminate);
}

void SignalEffectTest::defaultActions()
{
    QFETCH(QList<int>, numbers);
    for (const auto signal : numbers)
        QTEST(static_cast<int>(defaultAction(signal)), "action");
}

void SignalEffectTest::everySentenceIsOne()
{
    const auto all = SignalSet{~std::uint64_t(0)};
    for (const auto state : {State::Sleeping, State::Stopped, State::Traced, State::DiskSleep}) {
        for (int situation = 0; situation < 256; ++situation) {
            const auto when = [&](int bit, SignalSet set) {
                return (situation >> bit & 1) != 0 ? set : SignalSet();
            };
            SignalReading reading;
            reading.state = state;
            reading.main.ignored = when(0, all);
            reading.main.caught = when(1, all);
            reading.main.blocked = reading.blockedByAll = when(2, all);
            reading.main.sharedPending = when(3, all);
            reading.awaited = when(4, all);
            reading.kernelThread = when(5, all) == all;
            reading.init = when(6, all) == all ? Init::OfInner : Init::No;
            reading.groupOrphaned = when(7, all) == all ? std::optional(true) : std::nullopt;
            for (int signal = 1; signal <= signalCount; ++signal) {
                const auto text = sentence(signal, reading);
                QVERIFY2(!text.isEmpty() && !text.endsWith('.') && text.front() >= 'A' && text.front() <= 'Z',
                         text.constData());
            }
        }
    }
}

void SignalEffectTest::nothingHindersKillButInit()
{
    SignalReading reading;
    reading.main.blocked = reading.blockedByAll = reading.main.ignored = SignalSet{~std::uint64_t(0)};
    reading.tracer = 7;
    for (const auto state : {State::Sleeping, State::Stopped, State::Traced, State::DiskSleep}) {
        reading.state = state;
        QCOMPARE(effect(SIGKILL, reading), Effect::Ends);
    }
    reading.init = Init::OfReader;
    QVERIFY(effect(SIGKILL, reading) != Effect::Ends);
}

void SignalEffectTest::initOfTheReader()
{
    SignalReading init;
    init.init = Init::OfReader;
    init.main.caught = setOf({SIGHUP, SIGTERM});
    for (const auto signal : {SIGKILL, SIGSTOP, SIGINT, SIGSEGV, SIGTSTP, 40})
        QCOMPARE(effect(signal, init), Effect::Ignored);
    QCOMPARE(effect(SIGTERM, init), Effect::RunsHandler);
    init.main.blocked = init.blockedByAll = setOf({SIGINT});
    QCOMPARE(effect(SIGINT, init), Effect::StaysPending);
    init.state = State::Stopped; // by somebody outside
    QCOMPARE(effect(SIGCONT, init), Effect::Continues);
}

void SignalEffectTest::initOfAnInnerNamespace()
{
    SignalReading init;
    init.init = Init::OfInner;
    QCOMPARE(effect(SIGKILL, init), Effect::Ends);
    QCOMPARE(effect(SIGSTOP, init), Effect::Stops);
    for (const auto signal : {SIGTERM, SIGTSTP, SIGQUIT})
        QCOMPARE(effect(signal, init), Effect::Ignored);
}

void SignalEffectTest::kernelThreads()
{
    SignalReading thread;
    thread.kernelThread = true;
    thread.state = State::Idle;
    for (const auto signal : {SIGKILL, SIGSTOP, SIGTERM, SIGCHLD, SIGCONT})
        QCOMPARE(effect(signal, thread), Effect::Ignored);
    thread.main.ignored = SignalSet{~setOf({SIGINT}).bits};
    thread.main.caught = setOf({SIGINT}); // some take note of one or two
    QCOMPARE(effect(SIGINT, thread), Effect::RunsHandler);
    QVERIFY(sentence(SIGINT, thread).contains("kernel thread"));
    QCOMPARE(effect(SIGKILL, thread), Effect::Ignored);
}

void SignalEffectTest::zombies()
{
    SignalReading zombie;
    zombie.zombie = true;
    zombie.state = State::Zombie;
    for (int signal = 1; signal <= signalCount; ++signal)
        QCOMPARE(effect(signal, zombie), Effect::Zombie);
}

void SignalEffectTest::orphanedGroups()
{
    SignalReading reading;
    QCOMPARE(sentence(SIGTSTP, reading), QByteArray("Stops it, unless its process group is orphaned"));
    reading.groupOrphaned = false;
    QCOMPARE(sentence(SIGTSTP, reading), QByteArray("Stops it"));
    reading.groupOrphaned = true;
    QCOMPARE(effect(SIGTSTP, reading), Effect::Ignored);
    QCOMPARE(effect(SIGSTOP, reading), Effect::Stops);
    reading.main.caught = setOf({SIGTSTP});
    QCOMPARE(effect(SIGTSTP, reading), Effect::RunsHandler);
}

void SignalEffectTest::onlyStandardSignalsMerge()
{
    SignalReading reading;
    reading.main.blocked = reading.blockedByAll = SignalSet{~std::uint64_t(0)};
    reading.main.sharedPending = setOf({SIGTERM, 32, 40});
    QCOMPARE(effect(SIGTERM, reading), Effect::AlreadyPending);
    QCOMPARE(effect(SIGINT, reading), Effect::StaysPending);
    QCOMPARE(effect(32, reading), Effect::StaysPending); // real-time for the kernel
    QCOMPARE(effect(40, reading), Effect::StaysPending);
    reading.main.sharedPending = SignalSet();
    reading.main.pending = setOf({SIGTERM}); // for one thread alone: another queue
    QCOMPARE(effect(SIGTERM, reading), Effect::StaysPending);
}

void SignalEffectTest::whatIsAwaitedMayBeFetched()
{
    SignalReading reading;
    reading.awaited = setOf({SIGTERM, SIGCHLD, SIGKILL, SIGINT});
    reading.main.caught = setOf({SIGINT});
    QCOMPARE(sentence(SIGTERM, reading),
             QByteArray("A thread fetches it if it waits for this one; if not: ends it"));
    QCOMPARE(effect(SIGINT, reading), Effect::RunsHandler);
    QCOMPARE(effect(SIGKILL, reading), Effect::Ends);
    QCOMPARE(effect(SIGCHLD, reading), Effect::Ignored); // the main thread lets the kernel drop it
    reading.mainAwaits = true;
    QCOMPARE(effect(SIGCHLD, reading), Effect::MayBeFetched);
}

void SignalEffectTest::deepSleepIsSaid()
{
    SignalReading reading;
    reading.state = State::DiskSleep;
    QCOMPARE(sentence(SIGKILL, reading),
             QByteArray("Ends it: it cannot be caught, blocked or ignored, at the "
                        "latest when its uninterruptible sleep is over"));
    QCOMPARE(sentence(SIGCHLD, reading), QByteArray("Is ignored, by default"));
}

void SignalEffectTest::theFrozenTakeItWhenTheyAreThawed()
{
    SignalReading reading;
    reading.frozen = Freeze{Freeze::Version::V1, "/jobs", false};
    reading.state = State::DiskSleep; // as version 1 shows it
    reading.main.caught = setOf({SIGUSR1});
    reading.main.ignored = setOf({SIGHUP});
    reading.blockedByAll = setOf({SIGINT});
    QCOMPARE(effect(SIGKILL, reading), Effect::AwaitsThaw);
    QCOMPARE(sentence(SIGTERM, reading), QByteArray("Waits until it is thawed, then ends it"));
    QCOMPARE(sentence(SIGUSR1, reading), QByteArray("Waits until it is thawed, then runs its handler"));
    QCOMPARE(effect(SIGHUP, reading), Effect::Ignored);
    QCOMPARE(effect(SIGINT, reading), Effect::StaysPending);

    (*reading.frozen)->version = Freeze::Version::V2;
    reading.state = State::Sleeping;
    QCOMPARE(sentence(SIGKILL, reading), QByteArray("Ends it, although it is frozen"));
    QCOMPARE(effect(SIGTERM, reading), Effect::Ends);       // the kernel asks nothing of it
    QCOMPARE(effect(SIGQUIT, reading), Effect::AwaitsThaw); // it would dump core
    QCOMPARE(effect(SIGSTOP, reading), Effect::AwaitsThaw);
    reading.main.sharedPending = setOf({SIGSTOP}); // which it takes first
    QCOMPARE(effect(SIGTERM, reading), Effect::AwaitsThaw);
    QCOMPARE(effect(SIGKILL, reading), Effect::Ends);
    reading.zombie = true;
    QCOMPARE(effect(SIGKILL, reading), Effect::Zombie);
}

void SignalEffectTest::whatIsNotToldIsNotGuessed()
{
    const auto without = [](auto field) {
        SignalReading reading;
        (reading.main.*field).reset();
        return reading;
    };
    for (const auto set : {&Signals::caught, &Signals::ignored, &Signals::blocked, &Signals::sharedPending}) {
        QCOMPARE(effect(SIGTERM, without(set)), Effect::NotKnown);
        QCOMPARE(effect(SIGCONT, without(set)), Effect::NotKnown);
        QCOMPARE(effect(SIGKILL, without(set)), Effect::Ends); // it cannot be caught, blocked or ignored
        QCOMPARE(effect(SIGSTOP, without(set)), Effect::Stops);
    }
    QCOMPARE(effect(SIGTERM, without(&Signals::pending)), Effect::Ends); // for one thread alone
    SignalReading reading;
    reading.blockedByAll.reset();
    QCOMPARE(effect(SIGTERM, reading), Effect::NotKnown);
    reading = {};
    reading.tracer.reset();
    QCOMPARE(effect(SIGTERM, reading), Effect::NotKnown);
    reading = {};
    reading.frozen = failure(ErrorKind::Unsupported, "its control group is not mounted here");
    QCOMPARE(sentence(SIGTERM, reading), raw("Ends it, unless it is frozen, which is not known"));
    QCOMPARE(sentence(SIGCHLD, reading), raw("Is ignored, by default"));
    reading = {};
    reading.frozen = Freeze{Freeze::Version::V2, "/jobs", false};
    reading.main.pending.reset();
    QCOMPARE(effect(SIGTERM, reading), Effect::NotKnown); // one that is pending would be taken first
    QCOMPARE(effect(SIGKILL, reading), Effect::Ends);
}

static const forklore::TestClass<SignalEffectTest> testClass(__FILE__);
#include "tst_signal_effect.moc"
