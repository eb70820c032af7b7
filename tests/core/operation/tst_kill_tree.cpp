// SPDX-License-Identifier: GPL-3.0-or-later
//
// A tree is killed on a machine that is made up: in which order, and what happens where it cannot be stopped.
#include <QTest>

#include <csignal>

#include "core/host/linux/control/send_signal.h"
#include "tests/support/made_up_machine.h"
#include "tests/support/test_program.h"

using namespace forklore;

class KillTreeTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_machine = threeGenerations(); }

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
        auto face = m_machine.face();
        face.sample = [&, sample = face.sample] {
            return m_machine.samples < samples ? sample() : failure(ErrorKind::Io, "too many open files");
        };
        const auto kill = killTree(idOf(10), face);
        QCOMPARE(kill.has_value(), isKilled);
        QVERIFY(kill ? kill->sampleError.has_value() : kill.error().message == "too many open files");
        QCOMPARE(m_machine.got(10, SIGKILL), isKilled);
        QCOMPARE(m_machine.sent.empty(), !isKilled);
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

static const forklore::TestClass<KillTreeTest> testClass(__FILE__);
#include "tst_kill_tree.moc"
