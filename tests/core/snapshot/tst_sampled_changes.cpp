// SPDX-License-Identifier: GPL-3.0-or-later
//
// What must have changed of a process between two samples: its parent, session, user, name, program, and
// whether it runs.
#include <QTest>

#include "tests/core/snapshot/two_samples.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::two_samples;

class SampledChangesTest : public QObject {
    Q_OBJECT

private slots:
    void adoption();
    void adoptionByAParentThatIsNew();
    void parentsOutsideAreNoAdopters();
    void session();
    void credentials_data();
    void credentials();
    void rename();
    void exec_data();
    void exec();
    void stopping_data();
    void stopping();
};

void SampledChangesTest::adoption()
{
    const auto init = processOf(1, 0, 1, "init");
    const auto events = between({init, shell, job}, {init, childOf(1)});
    QCOMPARE(linesOf(events), (QByteArrayList{"11 5 shell: ended after at most 6.0 s, how is not known",
                                              "11 9 job: adopted by init 1, as shell 5 has ended"}));
    QVERIFY(events[1].what == EventPayload(Reparented{{shell.id, "shell"}, {init.id, "init"}}));
}

void SampledChangesTest::adoptionByAParentThatIsNew()
{
    const auto sub = processOf(7, 1, inBetween, "reaper");
    QCOMPARE(told({shell, job}, {shell, sub, childOf(7)}),
             (QByteArrayList{"10.5 7 reaper: first seen as a child of 1",
                             "11 9 job: adopted by reaper 7, as shell 5 has ended"}));
}

void SampledChangesTest::parentsOutsideAreNoAdopters()
{
    QCOMPARE(told({childOf(0)}, {childOf(1)}), QByteArrayList());
    QCOMPARE(told({childOf(1)}, {childOf(0)}), QByteArrayList());
}

void SampledChangesTest::session()
{
    auto leader = job;
    leader.stat->sid = 9;
    QCOMPARE(told({job}, {leader}), QByteArrayList{"11 9 job: opened the session 9"});
}

void SampledChangesTest::credentials_data()
{
    QTest::addColumn<unsigned>("uid");
    QTest::addColumn<unsigned>("gid");
    QTest::addColumn<QByteArrayList>("lines");
    QTest::newRow("the same") << 1000u << 100u << QByteArrayList();
    QTest::newRow("root") << 0u << 100u << QByteArrayList{"11 9 job: acts as user 0"};
    QTest::newRow("root's group") << 1000u << 0u << QByteArrayList{"11 9 job: acts as group 0"};
    QTest::newRow("both") << 0u << 0u << QByteArrayList{"11 9 job: acts as user 0 group 0"};
}

void SampledChangesTest::credentials()
{
    QFETCH(unsigned, uid);
    QFETCH(unsigned, gid);
    QFETCH(QByteArrayList, lines);
    const auto before = actingAs(1000, 100);
    const auto after = actingAs(uid, gid);
    QCOMPARE(told({before}, {after}), lines);
    auto denied = job;
    denied.credentials = failure(ErrorKind::Denied, "test");
    QCOMPARE(told({before}, {denied}), QByteArrayList());
    QCOMPARE(told({denied}, {after}), QByteArrayList());
}

void SampledChangesTest::rename()
{
    const auto before = running("job", "job -v", 4096);
    const auto after = running("worker", "job -v", 4096);
    QCOMPARE(told({before}, {after}), QByteArrayList{"11 9 worker: renamed from job"});
}

void SampledChangesTest::exec_data()
{
    const auto line = [](const char *text) { return QByteArrayList{text}; };
    const std::uint64_t hidden = 0;
    QTest::addColumn<std::string>("comm");
    QTest::addColumn<std::string>("commandLine");
    QTest::addColumn<std::uint64_t>("before");
    QTest::addColumn<std::uint64_t>("after");
    QTest::addColumn<QByteArrayList>("lines");
    const std::uint64_t here = 4096;
    const std::uint64_t there = 8192;
    QTest::newRow("another program") << std::string("cc") << std::string("/usr/bin/cc") << here << there
                                     << line("11 9 cc: runs /usr/bin/cc");
    QTest::newRow("itself again") << std::string("sh") << std::string("sh") << here << there
                                  << line("11 9 sh: runs sh");
    QTest::newRow("title set") << std::string("sh") << std::string("sh: idle") << here << here
                               << QByteArrayList();
    QTest::newRow("title and name set") << std::string("idle") << std::string("sh: idle") << here << here
                                        << line("11 9 idle: renamed from sh");
    QTest::newRow("hidden, both differ")
        << std::string("cc") << std::string("cc") << hidden << hidden << line("11 9 cc: seems to run cc");
    QTest::newRow("hidden from now on, both differ") << std::string("sudo") << std::string("sudo") << here
                                                     << hidden << line("11 9 sudo: seems to run sudo");
    QTest::newRow("hidden until now, nothing differs")
        << std::string("sh") << std::string("sh") << hidden << here << QByteArrayList();
    QTest::newRow("hidden, the name differs")
        << std::string("idle") << std::string("sh") << hidden << hidden << line("11 9 idle: renamed from sh");
    QTest::newRow("hidden, the command line differs")
        << std::string("sh") << std::string("sh: idle") << hidden << hidden << QByteArrayList();
}

void SampledChangesTest::exec()
{
    QFETCH(std::string, comm);
    QFETCH(std::string, commandLine);
    QFETCH(std::uint64_t, before);
    QFETCH(std::uint64_t, after);
    QFETCH(QByteArrayList, lines);
    const auto events = between({running("sh", "sh", before)}, {running(comm, commandLine, after)});
    QCOMPARE(linesOf(events), lines);
    if (const auto *exec = events.empty() ? nullptr : std::get_if<Executed>(&events[0].what)) {
        QCOMPARE(exec->before, std::string("sh"));
        QCOMPARE(exec->commandLine.value_or("?"), commandLine);
        QCOMPARE(exec->executable.error().kind, ErrorKind::Unsupported);
    }
}

Q_DECLARE_METATYPE(forklore::State)

void SampledChangesTest::stopping_data()
{
    QTest::addColumn<State>("before");
    QTest::addColumn<State>("after");
    QTest::addColumn<QByteArrayList>("lines");
    const QByteArrayList stopped{"11 9 job: stopped"};
    const QByteArrayList traced{"11 9 job: stopped by its debugger"};
    const QByteArrayList goesOn{"11 9 job: goes on"};
    QTest::newRow("stopped") << State::Running << State::Stopped << stopped;
    QTest::newRow("stands still") << State::Stopped << State::Stopped << QByteArrayList();
    QTest::newRow("goes on") << State::Stopped << State::Sleeping << goesOn;
    QTest::newRow("traced") << State::Sleeping << State::Traced << traced;
    QTest::newRow("stopped, then traced") << State::Stopped << State::Traced << traced;
    QTest::newRow("traced, then stopped") << State::Traced << State::Stopped << stopped;
    QTest::newRow("released") << State::Traced << State::DiskSleep << goesOn;
    QTest::newRow("runs and sleeps") << State::Running << State::Sleeping << QByteArrayList();
}

void SampledChangesTest::stopping()
{
    QFETCH(State, before);
    QFETCH(State, after);
    QFETCH(QByteArrayList, lines);
    const Processes earlier{shell, in(before)};
    const Processes later{processOf(4, 1, inBetween, "other"), shell, in(after), processOf(10, 9, inBetween)};
    QCOMPARE(stops(earlier, later), lines);
    QCOMPARE(told(earlier, {shell, in(after)}), lines);
    // It is another one, one that ends, or one of which nothing is known.
    QCOMPARE(stops({in(before)}, {in(after, newcomer)}), QByteArrayList());
    QCOMPARE(stops({in(before)}, {zombie()}), QByteArrayList());
    QCOMPARE(stops({in(before)}, {}), QByteArrayList());
    QCOMPARE(stops({unreadable(9)}, {in(after)}), QByteArrayList());
    QCOMPARE(stops({unreadable(9)}, {unreadable(9)}), QByteArrayList());
}

static const forklore::TestClass<SampledChangesTest> testClass(__FILE__);
#include "tst_sampled_changes.moc"
