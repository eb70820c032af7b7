// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the messages of the process connector mean, over a /proc that the test writes: the cases that a live
// machine shows too seldom.
#include <QTest>

#include "tests/core/host/decoded_messages.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::decoded_messages;
using namespace std::chrono_literals;

class EventDecoderTest : public DecodedMessages {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void birthNamesBothAndTellsTheStart();
    void whoWasGoneTooSoonBearsTheParentsName();
    void nameIsTheForkingThreads();
    void laterHolderOfThePidIsNotTakenForIt();
    void execTellsProgramAndArguments();
    void execThatNobodyCouldReadSaysSo();
    void endTellsStatusLifetimeAndParent();
    void threadsAreNoEvents();
    void leaderThatEndsFirstIsAwaited();
    void lastThreadsStatusCountsWhereTheGroupWasEnded();
    void execByAnotherThreadGoesOn();
    void leaderlessProcessThatIsGoneIsToldLater();
    void leaderThatHadEndedBeforeIsNotTheEnd();
    void orphansAreAskedForTheirParent();
    void orphanThatIsGoneIsToldByItsOwnMessage();
    void endOfAStrangerIsTold();
    void changesAreOfProcessesAlone();
    void renameThatWasReadBeforeIsToldNevertheless();
    void suspendIsCounted();
};

void EventDecoderTest::birthNamesBothAndTellsTheStart()
{
    stand(60, 50, 999, "shell");
    QCOMPARE(after({forkOf(50, 60)}), QByteArrayList{"60 shell: forked by shell 50"});
    QCOMPARE(m_events.front().process.id, (ProcessId{60, 999}));
    QCOMPARE(m_events.front().at, std::chrono::nanoseconds(10s));
    QCOMPARE(std::get<Forked>(m_events.front().what).parent->id, (ProcessId{50, 500}));
}

void EventDecoderTest::whoWasGoneTooSoonBearsTheParentsName()
{
    QCOMPARE(after({forkOf(50, 60)}), QByteArrayList{"60 shell: forked by shell 50"});
    QCOMPARE(m_events.front().process.id.start, ProcessId::unknownStart);
    QCOMPARE(after({exitOf(60, 60, exited(3), 50, 10s + 12ms)}),
             QByteArrayList{"60 shell: exited 3 after 12 ms"});
}

void EventDecoderTest::nameIsTheForkingThreads()
{
    stand(60, 50, 999, "sleep"); // another program by the time it is read
    auto byLeader = forkOf(50, 60);
    byLeader.parentPid = 50;
    QCOMPARE(after({byLeader}), QByteArrayList{"60 shell: forked by shell 50"});
    stand(61, 50, 999, "worker"); // what the thread is called, only the child tells
    auto byThread = forkOf(50, 61);
    byThread.parentPid = 55;
    QCOMPARE(after({byThread}), QByteArrayList{"61 worker: forked by shell 50"});
}

void EventDecoderTest::laterHolderOfThePidIsNotTakenForIt()
{
    stand(60, 50, 1100, "another"); // a second after the message
    QCOMPARE(after({forkOf(50, 60)}), QByteArrayList{"60 shell: forked by shell 50"});
    QCOMPARE(m_events.front().process.id.start, ProcessId::unknownStart);
}

void EventDecoderTest::execTellsProgramAndArguments()
{
    stand(60, 50, 999, "sleep");
    m_proc->write("60/cmdline", std::string_view("sleep\0001000\0", 11));
    m_proc->link("60/exe", "/usr/bin/sleep");
    const auto lines = after({forkOf(50, 60), message(What::Exec, 60, 60)});
    QCOMPARE(lines.last(), QByteArray("60 sleep: runs /usr/bin/sleep"));
    const auto &exec = std::get<Executed>(m_events.back().what);
    QCOMPARE(bytes(exec.commandLine.value_or("")), raw("sleep\0001000\0"));
}

void EventDecoderTest::execThatNobodyCouldReadSaysSo()
{
    const auto lines = after({forkOf(50, 60), message(What::Exec, 60, 60)});
    QCOMPARE(lines.last(),
             QByteArray("60 : runs another program, which was gone before its name could be read"));
    const auto &exec = std::get<Executed>(m_events.back().what);
    QCOMPARE(exec.commandLine.error().kind, ErrorKind::Gone);
    QCOMPARE(exec.executable.error().kind, ErrorKind::Gone);
    QCOMPARE(exec.before, std::string("shell"));
}

void EventDecoderTest::endTellsStatusLifetimeAndParent()
{
    stand(60, 50, 999);
    QCOMPARE(
        after({forkOf(50, 60), exitOf(60, 60, 0x8b, 50, 12500ms)}),
        (QByteArrayList{"60 job: forked by shell 50", "60 job: killed by SIGSEGV after 2.5 s, core dumped"}));
    QCOMPARE(std::get<Exited>(m_events.back().what).parent->comm, std::string("shell"));
    // Of one that was there before, as its start tells.
    QCOMPARE(after({exitOf(50, 50, exited(0), 1, 7s)}), QByteArrayList{"50 shell: exited 0 after 2.0 s"});
}

void EventDecoderTest::threadsAreNoEvents()
{
    stand(60, 50, 999);
    after({forkOf(50, 60)});
    QCOMPARE(after({threadOf(60, 61), exitOf(61, 60, exited(0)), message(What::Comm, 61, 60),
                    message(What::Uid, 61, 60)}),
             QByteArrayList());
    QCOMPARE(after({exitOf(60, 60, exited(4))}), QByteArrayList{"60 job: exited 4 after 1.0 s"});
}

void EventDecoderTest::leaderThatEndsFirstIsAwaited()
{
    stand(60, 50, 999, "job", 'Z', 2);
    after({forkOf(50, 60), threadOf(60, 61)});
    QCOMPARE(after({exitOf(60, 60, exited(3))}), QByteArrayList());
    QVERIFY(m_decoder->needsALook());
    // pthread_exit(3) of the last thread: the leader's status is the process's.
    QCOMPARE(after({exitOf(61, 60, exited(0), 0, 15s)}), QByteArrayList{"60 job: exited 3 after 5.0 s"});
    QVERIFY(!m_decoder->needsALook());
}

void EventDecoderTest::lastThreadsStatusCountsWhereTheGroupWasEnded()
{
    stand(60, 50, 999, "job", 'Z', 2);
    after({forkOf(50, 60), threadOf(60, 61), exitOf(60, 60, exited(0))});
    QCOMPARE(after({exitOf(61, 60, exited(5))}), QByteArrayList{"60 job: exited 5 after 1.0 s"});
}

void EventDecoderTest::execByAnotherThreadGoesOn()
{
    stand(60, 50, 999, "job", 'S', 2);
    after({forkOf(50, 60), threadOf(60, 61)});
    // The leader ends for it, and the thread takes over its pid.
    QCOMPARE(after({exitOf(60, 60, exited(0)), message(What::Exec, 60, 60)}).size(), 1);
    QVERIFY(!m_decoder->needsALook());
    QCOMPARE(after({exitOf(60, 60, exited(6))}), QByteArrayList{"60 job: exited 6 after 1.0 s"});
}

void EventDecoderTest::leaderlessProcessThatIsGoneIsToldLater()
{
    stand(60, 50, 999, "job", 'Z', 2);
    after({forkOf(50, 60), threadOf(60, 61), exitOf(60, 60, exited(3))});
    m_decoder->lookAfterLeaderless(12s);
    QCOMPARE(told(), QByteArrayList()); // still there
    m_proc->remove("60");               // the message of its last thread was lost, and with it the status
    m_decoder->lookAfterLeaderless(13s);
    QCOMPARE(told(), QByteArrayList{"~60 job: ended after at most 3.0 s, how is not known"});
}

void EventDecoderTest::leaderThatHadEndedBeforeIsNotTheEnd()
{
    stand(60, 50, 900, "job", 'Z', 2);
    m_decoder->listProcesses();
    QVERIFY(m_decoder->needsALook());
    m_decoder->lookAfterLeaderless(12s);
    QCOMPARE(told(), QByteArrayList());
    m_proc->remove("60");
    m_decoder->lookAfterLeaderless(13s);
    QCOMPARE(told(), QByteArrayList{"~60 job: ended after at most 4.0 s, how is not known"});
}

void EventDecoderTest::orphansAreAskedForTheirParent()
{
    stand(60, 50, 999, "middle");
    stand(70, 60, 999, "child");
    after({forkOf(50, 60), forkOf(60, 70)});
    stand(70, 1, 999, "child"); // as the kernel has it by the time of the message
    QCOMPARE(after({exitOf(60, 60, exited(7), 50)}),
             (QByteArrayList{"60 middle: exited 7 after 1.0 s",
                             "70 child: adopted by init 1, as middle 60 has ended"}));
    QCOMPARE(after({exitOf(70, 70, exited(0), 1)}), QByteArrayList{"70 child: exited 0 after 1.0 s"});
    QCOMPARE(std::get<Exited>(m_events.back().what).parent->id.pid, 1);
}

void EventDecoderTest::orphanThatIsGoneIsToldByItsOwnMessage()
{
    after({forkOf(50, 60), forkOf(60, 70)}); // both are gone before anybody can look
    QCOMPARE(after({exitOf(60, 60, exited(0), 50), exitOf(70, 70, exited(2), 1)}),
             (QByteArrayList{"60 shell: exited 0 after 1.0 s",
                             "~70 shell: adopted by init 1, as shell 60 has ended",
                             "70 shell: exited 2 after 1.0 s"}));
}

void EventDecoderTest::endOfAStrangerIsTold()
{
    QCOMPARE(after({exitOf(4711, 4711, exited(1), 50)}), QByteArrayList{"4711 : exited 1"});
    QVERIFY(!std::get<Exited>(m_events.back().what).lifetime);
    QCOMPARE(std::get<Exited>(m_events.back().what).parent->comm, std::string("shell"));
}

void EventDecoderTest::changesAreOfProcessesAlone()
{
    auto user = message(What::Uid, 50, 50);
    user.effectiveId = 1000;
    auto group = message(What::Gid, 50, 50);
    group.effectiveId = 100;
    auto name = message(What::Comm, 50, 50);
    name.comm = "renamed";
    QCOMPARE(after({user, group, message(What::Sid, 50, 50), name, message(What::CoreDump, 51, 50),
                    message(What::Ptrace, 50, 50), message(What(0x4000), 50, 50)}),
             (QByteArrayList{"50 shell: acts as user 1000", "50 shell: acts as group 100",
                             "50 shell: opened the session 50", "50 renamed: renamed from shell",
                             "50 renamed: was hit by a signal that by default dumps core"}));
}

void EventDecoderTest::renameThatWasReadBeforeIsToldNevertheless()
{
    stand(60, 50, 999, "new name");
    auto name = message(What::Comm, 60, 60);
    name.comm = "new name";
    QCOMPARE(after({forkOf(50, 60), name}).last(), QByteArray("60 new name: renamed"));
}

void EventDecoderTest::suspendIsCounted()
{
    stand(60, 50, 1999);
    m_decoder->handle(forkOf(50, 60, 10s), 10s);
    QCOMPARE(told(), QByteArrayList{"60 job: forked by shell 50"});
    QCOMPARE(m_events.front().at, std::chrono::nanoseconds(20s));
    QCOMPARE(m_events.front().process.id.start, 1999u);
}

static const forklore::TestClass<EventDecoderTest> testClass(__FILE__);
#include "tst_event_decoder.moc"
