// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <fmt/format.h>

#include "core/host/linux/proc/pid_task.h"
#include "core/host/rates.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

void addThread(Fixture &fixture, Pid tid, std::string_view comm, char state, const char *wchan = "0")
{
    const auto directory = fmt::format("50/task/{}/", tid);
    fixture.write(directory + "stat",
                  fmt::format("{} ({}) {} 1 50 50 0 -1 0 0 0 0 0 7 3 0 0 20 5 4 0 {} 0 0 0 0 0 0 0 0 0 0 0 0 "
                              "0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
                              tid, comm, state, 1000 + tid));
    fixture.write(directory + "wchan", wchan);
}

Result<Threads> threadsIn(const Fixture &fixture)
{
    return readPidTask(Directory::open(fixture.pathOf("50")).value(), 50, [] { return 10s; });
}

QByteArray channelOf(const Result<Threads> &threads, std::size_t at)
{
    const auto &channel = threads->all.at(at).waitChannel;
    return channel ? '"' + bytes(*channel) + '"' : kindOf(channel);
}

Threads reading(std::chrono::nanoseconds at, std::vector<std::array<std::uint64_t, 3>> rows)
{
    Threads threads{at, {}};
    for (const auto &[tid, start, ticks] : rows) {
        Stat stat;
        stat.pid = static_cast<Pid>(tid);
        stat.start = start;
        stat.userTicks = ticks;
        stat.systemTicks = 0;
        threads.all.push_back({stat.pid, stat, std::string(), {}, at});
    }
    return threads;
}

} // namespace

class PidTaskTest : public QObject {
    Q_OBJECT

private slots:
    void theLeaderComesFirst();
    void aThreadAsStatHasIt();
    void oneThatEndsMeanwhileIsLeftOut();
    void aMalformedStatLosesItsThreadAlone();
    void noSuchProcess();
    void waitChannels();
    void sharesOfCpuTime();
    void heldUpInTheMidst();
    void asleepIsNoTime();
    void noShareWithoutTime();
};

void PidTaskTest::theLeaderComesFirst()
{
    Fixture fixture;
    for (const Pid tid : {7, 50, 51, 9000})
        addThread(fixture, tid, "t", 'S', "futex_wait");
    const auto threads = threadsIn(fixture);
    QVERIFY2(threads, why(threads));
    std::vector<Pid> tids;
    for (const auto &thread : threads->all)
        tids.push_back(thread.tid);
    QCOMPARE(tids, (std::vector<Pid>{50, 7, 51, 9000}));
    QCOMPARE(threads->sinceBoot, std::chrono::nanoseconds(10s));
}

void PidTaskTest::aThreadAsStatHasIt()
{
    Fixture fixture;
    addThread(fixture, 51, "a) R (b", 'D', "rq_qos_wait");
    const auto threads = threadsIn(fixture);
    QVERIFY2(threads, why(threads));
    const auto &stat = threads->all.front().stat.value();
    QCOMPARE(bytes(stat.comm), raw("a) R (b"));
    QCOMPARE(stat.state, State::DiskSleep);
    QVERIFY(stat.cpuTicks() == 10u);
    QVERIFY(stat.nice == 5);
    QVERIFY(stat.processor == 1u);
    QVERIFY(stat.id() == (ProcessId{51, 1051}));
    QVERIFY(!threads->all.front().cpuShare);
}

void PidTaskTest::oneThatEndsMeanwhileIsLeftOut()
{
    Fixture fixture;
    addThread(fixture, 50, "t", 'R');
    fixture.write("50/task/51", "it was one when the directory was listed");
    const auto threads = threadsIn(fixture);
    QVERIFY2(threads, why(threads));
    QCOMPARE(threads->all.size(), 1u);
}

void PidTaskTest::aMalformedStatLosesItsThreadAlone()
{
    Fixture fixture;
    addThread(fixture, 50, "t", 'R');
    fixture.write("50/task/51/stat", "51 (broken) S 1");
    const auto threads = threadsIn(fixture);
    QVERIFY2(threads, why(threads));
    QCOMPARE(threads->all.size(), 2u);
    QVERIFY(threads->all.front().stat.has_value());
    QCOMPARE(threads->all.back().tid, 51);
    QCOMPARE(kindOf(threads->all.back().stat), raw("malformed"));
}

void PidTaskTest::noSuchProcess()
{
    Fixture fixture;
    fixture.directory("50");
    QCOMPARE(kindOf(threadsIn(fixture)), raw("unsupported")); // the copy lacks them
}

void PidTaskTest::waitChannels()
{
    Fixture fixture;
    addThread(fixture, 50, "asleep", 'S', "hrtimer_nanosleep");
    addThread(fixture, 51, "running", 'R');
    addThread(fixture, 52, "ended", 'Z');
    addThread(fixture, 53, "asleep or hidden", 'S');
    addThread(fixture, 54, "awake since, as the reader has the right", 'S');
    fixture.link("50/task/54/ns/user", "user:[4026531837]");
    addThread(fixture, 55, "with a line end", 'S', "pipe_read\n");
    addThread(fixture, 56, "no such file", 'S');
    fixture.remove("50/task/56/wchan");
    const auto threads = threadsIn(fixture);
    QVERIFY2(threads, why(threads));
    QCOMPARE(channelOf(threads, 0), raw("\"hrtimer_nanosleep\""));
    QCOMPARE(channelOf(threads, 1), raw("\"\""));
    QCOMPARE(channelOf(threads, 2), raw("\"\""));
    QCOMPARE(channelOf(threads, 3), raw("unsupported"));
    QCOMPARE(channelOf(threads, 4), raw("\"\""));
    QCOMPARE(channelOf(threads, 5), raw("\"pipe_read\""));
    QCOMPARE(channelOf(threads, 6), raw("unsupported"));
}

void PidTaskTest::sharesOfCpuTime()
{
    const SystemInfo system; // 100 ticks a second
    const auto before = reading(100s, {{50, 1, 500}, {51, 2, 100}, {52, 3, 10}, {53, 4, 70}});
    const auto now = withCpuShares(
        reading(102s, {{50, 1, 500}, {51, 2, 300}, {52, 9, 11}, {53, 4, 69}, {54, 5, 7}}), before, system);
    const auto share = [&](std::size_t at) { return now.all.at(at).cpuShare; };
    QCOMPARE(share(0), std::optional(0.0));
    QCOMPARE(share(1), std::optional(1.0));
    QVERIFY(!share(2));                     // another thread, with the tid of one that ended
    QCOMPARE(share(3), std::optional(0.0)); // a sum that shrinks by a tick
    QVERIFY(!share(4));                     // new
    QVERIFY(!before.all.front().cpuShare);
}

/// Thousands of threads take their time, and Forklore may be stopped between two: each has a moment of its
/// own.
void PidTaskTest::heldUpInTheMidst()
{
    Fixture fixture;
    addThread(fixture, 50, "a", 'S');
    addThread(fixture, 51, "b", 'S');
    std::chrono::nanoseconds time = 8s;
    const auto read =
        readPidTask(Directory::open(fixture.pathOf("50")).value(), 50, [&] { return time += 1s; });
    QVERIFY2(read, why(read));
    QVERIFY(read->sinceBoot == 9s && read->all.at(0).readAt == 10s && read->all.at(1).readAt == 11s);

    auto before = reading(100s, {{50, 1, 500}, {51, 2, 500}});
    auto now = reading(102s, {{50, 1, 600}, {51, 2, 600}});
    before.all.at(1).readAt = 101500ms;
    QCOMPARE(withCpuShares(now, before, {}).all.at(0).cpuShare, std::optional(0.5));
    QCOMPARE(withCpuShares(now, before, {}).all.at(1).cpuShare, std::optional(2.0));
}

void PidTaskTest::asleepIsNoTime()
{
    const auto before = reading(100s, {{50, 1, 500}});
    auto now = reading(3702s, {{50, 1, 600}});
    now.asleep = 1h;
    QCOMPARE(withCpuShares(now, before, {}).all.front().cpuShare, std::optional(0.5));
}

void PidTaskTest::noShareWithoutTime()
{
    const auto before = reading(100s, {{50, 1, 500}});
    QVERIFY(!withCpuShares(before, before, {}).all.front().cpuShare);
    QVERIFY(!withCpuShares(reading(99s, {{50, 1, 600}}), before, {}).all.front().cpuShare);
    QVERIFY(withCpuShares(Threads{}, before, {}).all.empty());
}

static const forklore::TestClass<PidTaskTest> testClass(__FILE__);
#include "tst_pid_task.moc"
