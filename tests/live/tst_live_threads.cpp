// SPDX-License-Identifier: GPL-3.0-or-later
//
// Threads of a real process: names, states, CPU time and where they sleep.
#include <QTest>

#include <algorithm>

#include <unistd.h>

#include "core/host/linux/proc/pid_task.h"
#include "core/host/rates.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto nobody = "65534";
constexpr auto somebody = "65533";

const Thread *threadOf(const Threads &threads, Pid tid)
{
    const auto at = std::ranges::find(threads.all, tid, &Thread::tid);
    return at == threads.all.end() ? nullptr : &*at;
}

} // namespace

class LiveThreads : public QObject {
    Q_OBJECT

private slots:
    void init();
    void areAllThere();
    void sleepWhereTheKernelSays();
    void shareTheCpu();
    void ofALeaderThatEnded();
    void ofAZombie();
    void whereOthersSleepIsHidden();

private:
    Result<Threads> threadsOf(Pid pid) const
    {
        return m_inspector->idOf(pid).and_then([&](const ProcessId &id) { return m_inspector->threads(id); });
    }

    Result<LinuxInspector> m_inspector = inspectorOfMachine();
};

void LiveThreads::init()
{
    QVERIFY2(m_inspector, why(m_inspector));
}

void LiveThreads::areAllThere()
{
    const Subject subject({"threads"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto threads = threadsOf(subject.pid());
    QVERIFY2(threads, why(threads));
    QCOMPARE(threads->all.size(), 3U);
    QCOMPARE(threads->all.front().stat->pid, subject.pid());
    const auto *busy = threadOf(*threads, subject.fact("busy").toInt());
    const auto *asleep = threadOf(*threads, subject.fact("asleep").toInt());
    QVERIFY(busy && asleep);
    QCOMPARE(bytes(busy->stat->comm), raw("busy\xff"));
    QCOMPARE(bytes(asleep->stat->comm), raw("a) S (b"));
    QCOMPARE(busy->stat->state, State::Running);
    QVERIFY(busy->stat->start >= threads->all.front().stat->start);
    QVERIFY(busy->waitChannel);
    QCOMPARE(bytes(*busy->waitChannel), QByteArray());
}

void LiveThreads::sleepWhereTheKernelSays()
{
    const Subject subject({"threads"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto tid = subject.fact("asleep").toInt();
    // It was about to sleep when the subject reported.
    Result<Threads> threads;
    QTRY_VERIFY((threads = threadsOf(subject.pid())) &&
                threadOf(*threads, tid)->stat->state == State::Sleeping);
    QByteArray channel;
    const auto agrees = [&] { // it may be on its way there still
        threads = threadsOf(subject.pid());
        if (!threads || !threadOf(*threads, tid)->waitChannel)
            return false;
        channel = bytes(*threadOf(*threads, tid)->waitChannel);
        const auto said = witness::procFile(tid, "wchan");
        return channel == (said == "0" ? QByteArray() : said); // some kernels are built without the names
    };
    QTRY_VERIFY(agrees());
    if (!channel.isEmpty())
        QVERIFY2(channel.contains("nanosleep"), channel.constData());
}

void LiveThreads::shareTheCpu()
{
    const Subject subject({"threads"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto busy = subject.fact("busy").toInt();
    const auto asleep = subject.fact("asleep").toInt();
    const auto before = threadsOf(subject.pid());
    QVERIFY2(before, why(before));
    Result<Threads> now;
    const auto ticks = [&](const Threads &threads) { return threadOf(threads, busy)->stat->cpuTicks(); };
    QTRY_VERIFY_WITH_TIMEOUT((now = threadsOf(subject.pid())) && *ticks(*now) >= *ticks(*before) + 5, 60'000);
    const auto shared = withCpuShares(*now, *before, m_inspector->system());
    const auto share = threadOf(shared, busy)->cpuShare;
    QVERIFY(share);
    QVERIFY2(*share > 0 && *share < 1.5, qPrintable(QString::number(*share))); // it has one core at most
    QCOMPARE(threadOf(shared, asleep)->cpuShare, std::optional(0.0));
}

void LiveThreads::ofALeaderThatEnded()
{
    const Subject subject({"leader-ended"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto threads = threadsOf(subject.pid());
    QVERIFY2(threads, why(threads));
    QCOMPARE(threads->all.size(), 2U);
    QCOMPARE(threads->all.front().stat->pid, subject.pid());
    QCOMPARE(threads->all.front().stat->state, State::Zombie);
    QVERIFY(threads->all.back().stat->state != State::Zombie);
}

void LiveThreads::ofAZombie()
{
    const Subject subject({"zombie", "0"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto threads = threadsOf(subject.child());
    QVERIFY2(threads, why(threads));
    QCOMPARE(threads->all.size(), 1U);
    QCOMPARE(threads->all.front().stat->state, State::Zombie);
    QCOMPARE(bytes(threads->all.front().waitChannel.value()), QByteArray());
}

void LiveThreads::whereOthersSleepIsHidden()
{
    // An undumpable process is closed to its own user as well, where nobody may become another one.
    const bool root = geteuid() == 0;
    const Subject subject(root ? QStringList{"drop", somebody, "plain"} : QStringList{"undumpable", "plain"});
    QVERIFY2(subject.stands(), subject.complaint());
    // While it runs it waits in nothing, and that is known.
    Result<Threads> threads;
    QTRY_VERIFY((threads = threadsOf(subject.pid())) && threads->all.front().stat->state == State::Sleeping);
    const auto pid = QString::number(subject.pid());
    const Subject view(root ? QStringList{"drop", nobody, "inspect", pid} : QStringList{"inspect", pid});
    QVERIFY2(view.stands(), view.complaint());
    QCOMPARE(view.fact("threads"), QByteArray("ok"));
    QCOMPARE(view.fact("wait-channel"), QByteArray("denied"));
}

static const forklore::TestClass<LiveThreads> testClass(__FILE__);
#include "tst_live_threads.moc"
