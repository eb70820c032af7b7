// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the messages of the process connector mean, over a /proc that the test writes: the cases that a live
// machine shows too seldom.
#include <QTest>

#include <fmt/format.h>

#include "core/host/linux/events/event_decoder.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

using What = ConnectorMessage::What;

ConnectorMessage message(What what, Pid pid, Pid tgid, std::chrono::nanoseconds at = 10s)
{
    ConnectorMessage message;
    message.what = what;
    message.pid = pid;
    message.tgid = tgid;
    message.at = at;
    return message;
}

ConnectorMessage forkOf(Pid parent, Pid child, std::chrono::nanoseconds at = 10s)
{
    auto fork = message(What::Fork, child, child, at);
    fork.parentTgid = parent;
    return fork;
}

ConnectorMessage threadOf(Pid process, Pid thread)
{
    auto fork = message(What::Fork, thread, process);
    fork.parentTgid = process;
    return fork;
}

ConnectorMessage exitOf(Pid pid, Pid tgid, int status, Pid parent = 0, std::chrono::nanoseconds at = 11s)
{
    auto exit = message(What::Exit, pid, tgid, at);
    exit.exitStatus = status;
    exit.parentTgid = parent;
    return exit;
}

constexpr int exited(int code)
{
    return code << 8;
}

} // namespace

class EventDecoderTest : public QObject {
    Q_OBJECT

private slots:
    void init();
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
    void pidInUseAgainMeansThatTheFirstHasEnded();
    void birthThatStockTakingHasSeenIsToldOnce();
    void endOfAStrangerIsTold();
    void changesAreOfProcessesAlone();
    void renameThatWasReadBeforeIsToldNevertheless();
    void suspendIsCounted();
    void lossIsToldWithWhatCanBeSeen();
    void whatAComparisonHasToldIsNotToldAgain();
    void messageOfAFormerHolderIsNotTheLatters();
    void whoseBirthWasLostAndIsGoneIsPassedOver();
    void newParentIsBornToo();
    void zombiesAreNotBornAnew();

private:
    /// A process of the /proc, by default alive and of one thread.
    void stand(Pid pid, Pid ppid, StartTicks start, const std::string &comm = "job", char state = 'S',
               int threads = 1);
    /// The events of the messages, one line each.
    QByteArrayList after(std::initializer_list<ConnectorMessage> messages);
    QByteArrayList told();

    std::unique_ptr<Fixture> m_proc;
    std::unique_ptr<EventDecoder> m_decoder;
    std::vector<Event> m_events; ///< the latest
};

void EventDecoderTest::stand(Pid pid, Pid ppid, StartTicks start, const std::string &comm, char state,
                             int threads)
{
    m_proc->write(fmt::format("{}/stat", pid),
                  fmt::format("{0} ({1}) {2} {3} {0} {0} 0 -1 0 0 0 0 0 0 0 0 0 20 0 {4} 0 {5} 0 0\n", pid,
                              comm, state, ppid, threads, start));
}

void EventDecoderTest::init()
{
    m_proc = std::make_unique<Fixture>();
    stand(1, 0, 1, "init");
    stand(50, 1, 500, "shell");
    auto root = Directory::open(m_proc->root());
    QVERIFY2(root, why(root));
    m_decoder = std::make_unique<EventDecoder>(std::move(*root), [](Pid) { return FileDescriptor(); });
    m_decoder->takeStock();
}

QByteArrayList EventDecoderTest::after(std::initializer_list<ConnectorMessage> messages)
{
    for (const auto &message : messages)
        m_decoder->hear(message, 0s);
    return told();
}

QByteArrayList EventDecoderTest::told()
{
    m_events = m_decoder->events();
    QByteArrayList lines;
    for (const auto &event : m_events)
        lines += bytes(fmt::format("{}{} {}: {}", event.inferred ? "~" : "", event.process.id.pid,
                                   event.process.comm, text(event)));
    return lines;
}

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
    m_decoder->takeStock();
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

void EventDecoderTest::pidInUseAgainMeansThatTheFirstHasEnded()
{
    stand(60, 50, 999, "first");
    after({forkOf(50, 60)});
    stand(60, 50, 1100, "second");
    QCOMPARE(after({forkOf(50, 60, 11s)}),
             (QByteArrayList{"~60 first: ended after at most 1.0 s, how is not known",
                             "60 second: forked by shell 50"}));
    QCOMPARE(m_events.back().process.id, (ProcessId{60, 1100}));
}

void EventDecoderTest::birthThatStockTakingHasSeenIsToldOnce()
{
    // The message of the shell's birth waited in the socket while stock was taken.
    QCOMPARE(after({forkOf(1, 50, 5s)}), QByteArrayList{"50 shell: forked by init 1"});
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
    m_decoder->hear(forkOf(50, 60, 10s), 10s);
    QCOMPARE(told(), QByteArrayList{"60 job: forked by shell 50"});
    QCOMPARE(m_events.front().at, std::chrono::nanoseconds(20s));
    QCOMPARE(m_events.front().process.id.start, 1999u);
}

void EventDecoderTest::lossIsToldWithWhatCanBeSeen()
{
    stand(60, 50, 999, "gone");
    after({forkOf(50, 60)});
    m_proc->remove("60");
    stand(50, 1, 500, "dash");
    stand(80, 50, 1050, "new");
    m_decoder->lose(17, 11s);
    const auto lines = told();
    QVERIFY2(lines.value(0).contains("17 events were lost"), lines.value(0));
    QCOMPARE(lines.mid(1),
             (QByteArrayList{"~50 dash: renamed from shell", "~80 new: first seen as a child of dash 50"}));
    QCOMPARE(m_events.back().at, std::chrono::nanoseconds(10500ms));
    QVERIFY(m_decoder->isToConclude());
    m_decoder->conclude(); // its message did not come
    QCOMPARE(told(), QByteArrayList{"~60 gone: ended after at most 1.0 s, how is not known"});
    QVERIFY(!m_decoder->isToConclude());
    m_decoder->lose({}, 12s);
    QVERIFY(!std::get<Lost>(m_decoder->events().at(0).what).count);
}

void EventDecoderTest::whatAComparisonHasToldIsNotToldAgain()
{
    stand(60, 50, 999, "gone");
    after({forkOf(50, 60)});
    m_proc->remove("60");
    stand(80, 50, 1050, "new");
    m_decoder->lose(1, 11s);
    QCOMPARE(told().size(), 2);
    // Their own messages were in the socket all the while.
    QCOMPARE(after({exitOf(60, 60, exited(1), 50, 10900ms), forkOf(50, 80, 10505ms)}),
             QByteArrayList{"60 gone: exited 1 after 900 ms"});
    m_decoder->conclude();
    QCOMPARE(told(), QByteArrayList());
    QCOMPARE(after({exitOf(80, 80, exited(2), 50, 12505ms)}), QByteArrayList{"80 new: exited 2 after 2.0 s"});
}

void EventDecoderTest::messageOfAFormerHolderIsNotTheLatters()
{
    stand(60, 50, 999, "first");
    after({forkOf(50, 60)});
    stand(60, 50, 1050, "second");
    m_decoder->lose(1, 11s);
    QCOMPARE(told().mid(1), (QByteArrayList{"~60 first: ended after at most 1.0 s, how is not known",
                                            "~60 second: first seen as a child of shell 50"}));
    QCOMPARE(after({exitOf(60, 60, exited(1), 50, 10300ms)}), QByteArrayList()); // told already
    QCOMPARE(after({exitOf(60, 60, exited(2), 50, 12500ms)}),
             QByteArrayList{"60 second: exited 2 after 2.0 s"});
}

void EventDecoderTest::whoseBirthWasLostAndIsGoneIsPassedOver()
{
    QCOMPARE(after({message(What::Exec, 60, 60), message(What::Sid, 61, 61)}), QByteArrayList());
}

void EventDecoderTest::newParentIsBornToo()
{
    stand(90, 50, 1040, "parent"); // with a higher pid than its child: they have come round
    stand(80, 90, 1050, "child");
    m_decoder->lose(1, 11s);
    QCOMPARE(told().mid(1), (QByteArrayList{"~80 child: first seen as a child of parent 90",
                                            "~90 parent: first seen as a child of shell 50"}));
}

void EventDecoderTest::zombiesAreNotBornAnew()
{
    stand(60, 50, 999);
    after({forkOf(50, 60), exitOf(60, 60, exited(0), 50)});
    stand(60, 50, 999, "job", 'Z');
    m_decoder->lose(1, 12s);
    QCOMPARE(told().size(), 1);
}

static const forklore::TestClass<EventDecoderTest> testClass(__FILE__);
#include "tst_event_decoder.moc"
