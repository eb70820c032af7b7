// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stopping a tree on a machine that is made up: whom it stops, for how long it waits, and what it says.
#include <QTest>

#include <algorithm>
#include <csignal>
#include <functional>
#include <map>

#include "core/control/halt.h"
#include "core/control/send_signal.h"
#include "tests/support/processes.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

ProcessId idOf(Pid pid)
{
    return {pid, 100};
}

Kin kinOf(Pid pid)
{
    return {idOf(pid), "test"};
}

/// Processes that stop when they are told to, but for those that are said not to.
struct MadeUpMachine {
    std::map<Pid, Process> processes;
    std::map<Pid, State> stubborn;            ///< they stay in this state
    std::map<Pid, ThreadsRest> rest;          ///< what a closer look tells
    std::map<Pid, ErrorKind> refusals;        ///< to every signal
    std::function<void(int sample)> onSample; ///< before it is taken
    std::vector<std::pair<Pid, int>> sent;
    int samples = 0;
    int looks = 0;
    std::chrono::steady_clock::time_point now{};

    void add(Pid pid, Pid parent, State state = State::Sleeping)
    {
        auto process = processOf(pid, parent);
        process.stat->state = state;
        processes.insert_or_assign(pid, process);
    }
    [[nodiscard]] bool got(Pid pid, int signal) const
    {
        return std::ranges::find(sent, std::pair(pid, signal)) != sent.end();
    }
    Result<Snapshot> sample()
    {
        if (onSample)
            onSample(samples);
        ++samples;
        std::vector<Process> all;
        for (const auto &[pid, process] : processes)
            all.push_back(process);
        return snapshotOf(std::move(all));
    }
    Result<void> send(Pid pid, int signal)
    {
        sent.emplace_back(pid, signal);
        if (!processes.contains(pid))
            return failure(ErrorKind::Gone, "ended");
        if (refusals.contains(pid))
            return failure(refusals.at(pid), "refused");
        auto &state = processes.at(pid).stat->state;
        if (signal == SIGSTOP && state != State::Zombie)
            state = stubborn.contains(pid) ? stubborn.at(pid) : State::Stopped;
        if (signal == SIGCONT)
            state = State::Sleeping;
        return {};
    }
    [[nodiscard]] HaltMachine face()
    {
        return {[this] { return sample(); },
                [this](const ProcessId &id, int signal) { return send(id.pid, signal); },
                [this](const ProcessId &id) {
                    ++looks;
                    return rest.contains(id.pid) ? rest.at(id.pid) : ThreadsRest::None;
                },
                [this] { return now; }, [this](std::chrono::milliseconds time) { now += time; }};
    }
};

} // namespace

class HaltTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_machine = {};
        m_machine.add(10, 1);
        m_machine.add(11, 10);
        m_machine.add(12, 11);
    }

    void newcomersAreReportedAndLeftAlone()
    {
        Halt halt(m_machine.face());
        const auto outcome = halt.halt({kinOf(10), kinOf(11)}, NewcomerPolicy::Report);
        QCOMPARE(outcome.newcomers, std::vector{kinOf(12)});
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
        Halt halt(m_machine.face());
        const auto outcome = halt.halt({kinOf(10)}, NewcomerPolicy::Include);
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
        Halt halt(m_machine.face());
        const auto outcome = halt.halt({kinOf(10), kinOf(11), kinOf(12)}, NewcomerPolicy::Report);
        QCOMPARE(outcome.newcomers, std::vector{kinOf(13)});
    }

    void aFrozenMemberStandsStill()
    {
        m_machine.stubborn[11] = State::Sleeping;
        m_machine.rest[11] = ThreadsRest::Frozen;
        Halt halt(m_machine.face());
        const auto outcome = halt.halt({kinOf(10), kinOf(11), kinOf(12)}, NewcomerPolicy::Include);
        QCOMPARE(outcome.frozen, std::vector{kinOf(11)});
        QVERIFY(outcome.notStopped.empty());
        QVERIFY2(m_machine.samples <= 6, QByteArray::number(m_machine.samples));
        QCOMPARE(m_machine.looks, 1); // it is asked of those alone that did not stop
        QVERIFY(m_machine.now.time_since_epoch() < 100ms);
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
        Halt halt(m_machine.face());
        const auto outcome = halt.halt({kinOf(10), kinOf(11), kinOf(12)}, NewcomerPolicy::Include);
        QCOMPARE(outcome.notStopped,
                 (std::vector{NotStopped{kinOf(12), static_cast<NotStoppedReason>(reason)}}));
        const auto time = m_machine.now.time_since_epoch();
        QVERIFY(time >= Halt::timeLimit && time < Halt::timeLimit + 100ms);
        QVERIFY2(m_machine.samples < 50, QByteArray::number(m_machine.samples)); // not as many as fit
    }

    void whatMayNotBeStoppedIsNotWaitedFor()
    {
        m_machine.refusals[11] = ErrorKind::Denied;
        Halt halt(m_machine.face());
        const auto outcome = halt.halt({kinOf(10), kinOf(11)}, NewcomerPolicy::Report);
        QCOMPARE(outcome.notStopped, (std::vector{NotStopped{kinOf(11), NotStoppedReason::Refused}}));
        QVERIFY(m_machine.now.time_since_epoch() == 0ms);
        halt.resume();
        QVERIFY(!m_machine.got(11, SIGCONT));
    }

    /// It looks like a zombie, and its threads go on.
    void anEndedLeaderIsNotStill()
    {
        m_machine.add(11, 10, State::Zombie);
        m_machine.processes.at(11).stat->threads = 3;
        QVERIFY(!standsStill(m_machine.sample().value(), idOf(11)));
        m_machine.rest[11] = ThreadsRest::Stopped;
        Halt halt(m_machine.face());
        const auto outcome = halt.halt({kinOf(10), kinOf(11)}, NewcomerPolicy::Report);
        QVERIFY(m_machine.got(11, SIGSTOP));
        QVERIFY(outcome.notStopped.empty());
        QVERIFY(m_machine.now.time_since_epoch() < 100ms);
    }

    void thoseThatRanGoOn()
    {
        m_machine.add(11, 10, State::Stopped); // by somebody else
        {
            Halt halt(m_machine.face());
            static_cast<void>(halt.halt({kinOf(10), kinOf(11), kinOf(12)}, NewcomerPolicy::Report));
            halt.settle({idOf(12)});
            QVERIFY(!m_machine.got(10, SIGCONT));
        }
        QVERIFY(m_machine.got(10, SIGCONT));
        QVERIFY(!m_machine.got(11, SIGCONT));
        QVERIFY(!m_machine.got(12, SIGCONT));
    }

    void aSecondCallKnowsWhomItStopped()
    {
        Halt halt(m_machine.face());
        static_cast<void>(halt.halt({kinOf(10)}, NewcomerPolicy::Report));
        const auto outcome = halt.halt({kinOf(10), kinOf(11), kinOf(12)}, NewcomerPolicy::Report);
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
        Halt halt(m_machine.face());
        const auto outcome = halt.halt({kinOf(10)}, NewcomerPolicy::Report, source.get_token());
        QVERIFY(outcome.cancelled);
        QCOMPARE(m_machine.samples, 4);
    }

    void aMachineThatCannotBeReadStopsNobody()
    {
        auto face = m_machine.face();
        face.sample = [] { return Result<Snapshot>(failure(ErrorKind::Io, "too many open files")); };
        Halt halt(face);
        const auto outcome = halt.halt({kinOf(10)}, NewcomerPolicy::Include);
        QVERIFY(outcome.sampleError);
        QVERIFY(m_machine.sent.empty());
    }

    void aTreeIsKilledChildrenFirst()
    {
        const auto kill = killTree(idOf(10), m_machine.face());
        QVERIFY(kill);
        std::vector<Pid> killed;
        for (const auto &[pid, signal] : m_machine.sent) {
            if (signal == SIGKILL)
                killed.push_back(pid);
        }
        QCOMPARE(killed, (std::vector<Pid>{12, 11, 10}));
        for (const Pid pid : {10, 11, 12})
            QVERIFY(!m_machine.got(pid, SIGCONT));
    }

    void aTreeThatDoesNotStandStillIsKilledAllTheSame()
    {
        m_machine.stubborn[11] = State::DiskSleep;
        const auto kill = killTree(idOf(10), m_machine.face());
        QVERIFY(kill);
        QCOMPARE(kill->notStopped.size(), std::size_t(1));
        for (const Pid pid : {10, 11, 12})
            QVERIFY(m_machine.got(pid, SIGKILL));
    }

    /// Another user's: those that are left go on.
    void whatCouldNotBeKilledGoesOn()
    {
        auto face = m_machine.face();
        face.send = [this](const ProcessId &id, int signal) {
            return signal == SIGKILL && id.pid == 11 ? Result<void>(failure(ErrorKind::Io, "no"))
                                                     : m_machine.send(id.pid, signal);
        };
        const auto kill = killTree(idOf(10), face);
        QVERIFY(kill);
        QVERIFY(m_machine.got(11, SIGCONT));
        QVERIFY(!m_machine.got(12, SIGCONT));
    }

private:
    MadeUpMachine m_machine;
};

QTEST_GUILESS_MAIN(HaltTest)
#include "tst_halt.moc"
