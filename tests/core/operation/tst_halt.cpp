// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stopping a tree on a machine that is made up: whom it stops, for how long it waits, and what it says.
#include <QTest>

#include <algorithm>
#include <csignal>

#include "core/host/linux/control/linux_targets.h"
#include "core/operation/halt.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/made_up_machine.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

class HaltTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_machine = threeGenerations(); }

    void newcomersAreReportedAndLeftAlone()
    {
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(10), refOf(11)}, NewcomerPolicy::Report);
        QCOMPARE(outcome.newcomers, std::vector{refOf(12)});
        QVERIFY(m_machine.got(10, SIGSTOP) && m_machine.got(11, SIGSTOP));
        QVERIFY(!m_machine.got(12, SIGSTOP));
        QVERIFY(outcome.notStopped.empty());
    }

    void newcomersAreStoppedUntilThereAreNone()
    {
        m_machine.onSample = [this](int sample) { // one more with each of the first samples
            if (sample > 0 && sample < 4)
                m_machine.add(20 + sample, 12);
        };
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(10)}, NewcomerPolicy::Include);
        QCOMPARE(outcome.members.size(), std::size_t(6));
        QVERIFY(outcome.newcomers.empty());
        for (const Pid pid : {10, 11, 12, 21, 22, 23})
            QVERIFY(m_machine.got(pid, SIGSTOP));
    }

    /// What was started while a sample was taken is in the next one.
    void theLastLookComesAfterAllStoodStill()
    {
        m_machine.onSample = [this](int sample) {
            if (sample == 2)
                m_machine.add(13, 10);
        };
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(10), refOf(11), refOf(12)}, NewcomerPolicy::Report);
        QCOMPARE(outcome.newcomers, std::vector{refOf(13)});
    }

    void aFrozenMemberStandsStill()
    {
        m_machine.stubborn[11] = State::Sleeping;
        m_machine.rest[11] = ThreadsRest::Frozen;
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(10), refOf(11), refOf(12)}, NewcomerPolicy::Include);
        QCOMPARE(outcome.frozen, std::vector{refOf(11)});
        QVERIFY(outcome.notStopped.empty());
        QVERIFY2(m_machine.samples <= 6, QByteArray::number(m_machine.samples));
        QCOMPARE(m_machine.looks, 1); // it is asked of those alone that did not stop
        QVERIFY(m_machine.time.time_since_epoch() < 100ms);
    }

    void itEndsInTime_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("reason");
        QTest::newRow("uninterruptible") << int(State::DiskSleep) << int(NotStoppedReason::Uninterruptible);
        QTest::newRow("running") << int(State::Running) << int(NotStoppedReason::Running);
    }

    void itEndsInTime()
    {
        QFETCH(const int, state);
        QFETCH(const int, reason);
        m_machine.stubborn[12] = static_cast<State>(state);
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(10), refOf(11), refOf(12)}, NewcomerPolicy::Include);
        QCOMPARE(outcome.notStopped,
                 (std::vector{NotStopped{refOf(12), static_cast<NotStoppedReason>(reason)}}));
        const auto time = m_machine.time.time_since_epoch();
        QVERIFY(time >= Halt::timeLimit && time < Halt::timeLimit + 100ms);
        QVERIFY2(m_machine.samples < 50, QByteArray::number(m_machine.samples)); // not as many as fit
    }

    void whatMayNotBeStoppedIsNotWaitedFor()
    {
        m_machine.refusals[11] = ErrorKind::Denied;
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(10), refOf(11)}, NewcomerPolicy::Report);
        QCOMPARE(outcome.notStopped, (std::vector{NotStopped{refOf(11), NotStoppedReason::Refused,
                                                             Error{ErrorKind::Denied, "refused"}}}));
        QVERIFY(m_machine.time.time_since_epoch() == 0ms);
        halt.resume();
        QVERIFY(!m_machine.got(11, SIGCONT));
    }

    /// For want of a descriptor, for instance: which is nothing that this user may not do.
    void aSignalThatCannotBeSentHasItsReason()
    {
        m_machine.refusals[11] = ErrorKind::Io;
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(10), refOf(11)}, NewcomerPolicy::Report);
        QCOMPARE(outcome.notStopped.size(), std::size_t(1));
        QVERIFY(outcome.notStopped.front().reason == NotStoppedReason::Failed);
        QCOMPARE(QByteArray::fromStdString(text(outcome.notStopped.front())),
                 QByteArray("could not be stopped: refused"));
        m_machine.refusals.clear(); // and another try may succeed
        const auto again = halt.halt({refOf(10), refOf(11)}, NewcomerPolicy::Report);
        QVERIFY(again.notStopped.empty());
    }

    /// SIGCONT has removed the SIGSTOP that was pending until the thaw.
    void whoeverWasResumedIsLookedAtAnew()
    {
        m_machine.stubborn[11] = State::Sleeping;
        m_machine.rest[11] = ThreadsRest::Frozen;
        const std::vector processes{refOf(10), refOf(11), refOf(12)};
        Halt halt(m_machine);
        QVERIFY(halt.halt(processes, NewcomerPolicy::Report).notStopped.empty());
        halt.resume();
        m_machine.rest.clear(); // it was thawed
        const auto outcome = halt.halt(processes, NewcomerPolicy::Report);
        QVERIFY(outcome.frozen.empty());
        QCOMPARE(outcome.notStopped, (std::vector{NotStopped{refOf(11), NotStoppedReason::Running}}));
    }

    /// A look reads several files, and there may be thousands of processes to look at.
    void looksEndInTimeAsWell()
    {
        std::vector<ProcessRef> processes;
        for (Pid pid = 100; pid < 200; ++pid) {
            m_machine.add(pid, 10);
            m_machine.stubborn[pid] = State::Sleeping;
            processes.push_back(refOf(pid));
        }
        m_machine.onLook = [this] { m_machine.time += 300ms; };
        Halt halt(m_machine);
        const auto outcome = halt.halt(processes, NewcomerPolicy::Report);
        QCOMPARE(outcome.notStopped.size(), processes.size());
        QVERIFY(m_machine.time.time_since_epoch() < Halt::timeLimit + 400ms);
    }

    void looksEndWhenItIsCancelled()
    {
        m_machine.stubborn[11] = m_machine.stubborn[12] = State::Sleeping;
        std::stop_source source;
        m_machine.onLook = [&] { source.request_stop(); };
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(11), refOf(12)}, NewcomerPolicy::Report, source.get_token());
        QVERIFY(outcome.cancelled);
        QCOMPARE(m_machine.looks, 1);
    }

    /// Of one whose main thread has ended: a thread whose stat cannot be read may run.
    void anUnreadableThreadIsNotStill_data()
    {
        QTest::addColumn<QByteArray>("stat");
        QTest::addColumn<bool>("rests");
        QTest::newRow("stopped") << QByteArray("101 (t) T 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 2 0 100\n")
                                 << true;
        QTest::newRow("running") << QByteArray("101 (t) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 2 0 100\n")
                                 << false;
        QTest::newRow("unreadable") << QByteArray("odd") << false;
    }

    void anUnreadableThreadIsNotStill()
    {
        QFETCH(const QByteArray, stat);
        QFETCH(const bool, rests);
        constexpr auto leader = "100 (t) Z 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 2 0 100\n";
        Fixture fixture;
        fixture.write("100/stat", leader);
        fixture.write("100/task/100/stat", leader);
        fixture.write("100/task/101/stat", view(stat));
        const auto rest = LinuxTargets(fixture.root()).threadsRest({100, 100});
        QVERIFY(rest == (rests ? ThreadsRest::Stopped : ThreadsRest::None));
    }

    /// It looks like a zombie, and its threads go on.
    void anEndedLeaderIsNotStill()
    {
        m_machine.add(11, 10, State::Zombie);
        m_machine.processes.at(11).stat->threads = 3;
        QVERIFY(!standsStill(m_machine.sample().value(), idOf(11)));
        m_machine.rest[11] = ThreadsRest::Stopped;
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(10), refOf(11)}, NewcomerPolicy::Report);
        QVERIFY(m_machine.got(11, SIGSTOP));
        QVERIFY(outcome.notStopped.empty());
        QVERIFY(m_machine.time.time_since_epoch() < 100ms);
    }

    void thoseThatRanGoOn()
    {
        m_machine.add(11, 10, State::Stopped); // by somebody else
        {
            Halt halt(m_machine);
            static_cast<void>(halt.halt({refOf(10), refOf(11), refOf(12)}, NewcomerPolicy::Report));
            QCOMPARE(m_machine.guarded, (std::vector{idOf(10), idOf(12)}));
            halt.settle({idOf(12)});
            QVERIFY(!m_machine.got(10, SIGCONT));
        }
        QVERIFY(m_machine.guarded.empty());
        QVERIFY(m_machine.got(10, SIGCONT));
        QVERIFY(!m_machine.got(11, SIGCONT));
        QVERIFY(!m_machine.got(12, SIGCONT));
    }

    void aSecondCallKnowsWhomItStopped()
    {
        Halt halt(m_machine);
        static_cast<void>(halt.halt({refOf(10)}, NewcomerPolicy::Report));
        const auto outcome = halt.halt({refOf(10), refOf(11), refOf(12)}, NewcomerPolicy::Report);
        QVERIFY(outcome.newcomers.empty());
        QCOMPARE(std::ranges::count(m_machine.sent, std::pair(Pid(10), SIGSTOP)), 1);
        halt.resume();
        for (const Pid pid : {10, 11, 12})
            QVERIFY(m_machine.got(pid, SIGCONT));
    }

    void itIsCancelled()
    {
        m_machine.stubborn[10] = State::Running;
        std::stop_source source;
        m_machine.onSample = [&](int sample) {
            if (sample == 3)
                source.request_stop();
        };
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(10)}, NewcomerPolicy::Report, source.get_token());
        QVERIFY(outcome.cancelled);
        QCOMPARE(m_machine.samples, 4);
    }

    void aMachineThatCannotBeReadStopsNobody()
    {
        m_machine.samplesLeft = 0;
        Halt halt(m_machine);
        const auto outcome = halt.halt({refOf(10)}, NewcomerPolicy::Include);
        QVERIFY(outcome.sampleError);
        QVERIFY(!outcome.sampled);
        QVERIFY(m_machine.sent.empty());
    }

private:
    MadeUpMachine m_machine;
};

static const forklore::TestClass<HaltTest> testClass(__FILE__);
#include "tst_halt.moc"
