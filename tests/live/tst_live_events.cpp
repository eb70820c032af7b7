// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is heard of real processes, by each source that this machine has for this user: that all is heard,
// once, and as wait(2) and getppid(2) have it.
#include <QTest>

#include <algorithm>
#include <csignal>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include "core/process/names/arguments.h"
#include "tests/live/listeners.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace forklore::listeners;

class LiveEvents : public QObject {
    Q_OBJECT

private slots:
    void exitCodesAreHeard_data();
    void exitCodesAreHeard();
    void signalsAreHeard_data();
    void signalsAreHeard();
    void zombieEndsOnce_data();
    void zombieEndsOnce();
    void leaderThatEndsFirstIsNotTheEnd_data() { eachSource(); }
    void leaderThatEndsFirstIsNotTheEnd();
    void orphanTellsBothParents_data() { eachSource(); }
    void orphanTellsBothParents();
    void programsAndNamesAreHeard();
    void sessionsAreHeard_data() { eachSource(); }
    void sessionsAreHeard();
    void stopsAreSeen_data() { eachSource(); }
    void stopsAreSeen();
    void pidThatIsReusedAtOnceIsTwoProcesses_data() { eachSource(); }
    void pidThatIsReusedAtOnceIsTwoProcesses();

private:
    static void eachSource();
};

void LiveEvents::eachSource()
{
    QTest::addColumn<Kind>("kind");
    if (hasConnector())
        QTest::newRow("proc connector") << Kind::ProcConnector;
    QTest::newRow("pidfd") << Kind::Pidfd;
    QTest::newRow("polling") << Kind::Polling;
}

Q_DECLARE_METATYPE(EventCoverage::Kind)

void LiveEvents::exitCodesAreHeard_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<int>("code");
    for (const int code : {0, 1, 22, 255}) {
        if (hasConnector())
            QTest::addRow("proc connector, %d", code) << Kind::ProcConnector << code;
        QTest::addRow("pidfd, %d", code) << Kind::Pidfd << code;
        QTest::addRow("polling, %d", code) << Kind::Polling << code;
    }
}

void LiveEvents::exitCodesAreHeard()
{
    QFETCH(Kind, kind);
    QFETCH(int, code);
    auto listener = listenerOf(kind);
    QCOMPARE(listener.coverage().kind, kind);
    Script script("read word; exit " + std::to_string(code));
    QVERIFY(listener.await(isOf<Forked>(script.pid())));
    const auto birth = listener.about(script.pid()).front();
    const auto &fork = std::get<Forked>(birth.what);
    QCOMPARE(fork.parent.has_value(), kind == Kind::ProcConnector); // samples do not tell who has forked
    QCOMPARE(parentIn(birth)->pid, getpid());
    script.giveWord();
    QVERIFY(listener.await(isOf<Exited>(script.pid()))); // as a zombie: nobody has waited for it
    const auto end = listener.endsOf(script.pid()).front();
    const auto status = script.reap();
    QVERIFY2(end.status, told(end.status));
    QCOMPARE(told(*end.status), told(status));
    QCOMPARE(end.status->value, code);
    const auto &lived = kind == Kind::Polling ? end.lifetimeAtMost : end.lifetime; // samples tell a bound
    QVERIFY(lived && *lived > std::chrono::nanoseconds(0));
    QCOMPARE(end.parent->id.pid, getpid());
}

void LiveEvents::signalsAreHeard_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<int>("signal");
    for (const int signal :
         {SIGKILL, SIGTERM, SIGSEGV, SIGQUIT}) { // the last two dump core, where cores are kept
        if (hasConnector())
            QTest::addRow("proc connector, %d", signal) << Kind::ProcConnector << signal;
        QTest::addRow("pidfd, %d", signal) << Kind::Pidfd << signal;
    }
}

void LiveEvents::signalsAreHeard()
{
    QFETCH(Kind, kind);
    QFETCH(int, signal);
    auto listener = listenerOf(kind);
    Script script("ulimit -c unlimited; read word");
    QVERIFY(listener.await(isOf<Forked>(script.pid())));
    script.kill(signal);
    QVERIFY(listener.await(isOf<Exited>(script.pid())));
    const auto end = listener.endsOf(script.pid()).front();
    const auto status = script.reap();
    QVERIFY2(end.status, told(end.status));
    QCOMPARE(told(*end.status), told(status)); // "core dumped" among it
    QCOMPARE(end.status->value, signal);
}

void LiveEvents::zombieEndsOnce_data()
{
    eachSource();
}

void LiveEvents::zombieEndsOnce()
{
    QFETCH(Kind, kind);
    auto listener = listenerOf(kind);
    Script script("read word; exit 9");
    QVERIFY(listener.await(isOf<Forked>(script.pid())));
    script.giveWord();
    QVERIFY(listener.await(isOf<Exited>(script.pid())));
    listener.listen();
    script.reap();
    Script later("read word; exit 1"); // whatever the reaping could bring has come when this is heard
    QVERIFY(listener.await(isOf<Forked>(later.pid())));
    later.giveWord();
    QVERIFY(listener.await(isOf<Exited>(later.pid())));
    QCOMPARE(listener.endsOf(script.pid()).size(), 1u);
    QCOMPARE(listener.endsOf(script.pid()).front().status->value, 9);
}

void LiveEvents::leaderThatEndsFirstIsNotTheEnd()
{
    QFETCH(Kind, kind);
    auto listener = listenerOf(kind);
    Subject subject({"leader-first", "3", "5"});
    QVERIFY2(subject.stands(), subject.complaint());
    Script other("read word");
    QVERIFY(listener.await(isOf<Forked>(other.pid()))); // by now the leader's end has been heard as well
    QCOMPARE(listener.endsOf(subject.pid()).size(), 0u);
    subject.end();
    QVERIFY(listener.await(isOf<Exited>(subject.pid())));
    const auto end = listener.endsOf(subject.pid()).front();
    if (kind != Kind::Polling && (end.status || kind == Kind::ProcConnector)) {
        QVERIFY2(end.status, told(end.status));
        QCOMPARE(told(end.status), QByteArray("exited 5"));
    }
    listener.listen();
    QCOMPARE(listener.endsOf(subject.pid()).size(), 1u);
}

void LiveEvents::orphanTellsBothParents()
{
    QFETCH(Kind, kind);
    auto listener = listenerOf(kind);
    // The shell in the middle starts the child, and ends at the word.
    Script middle(
        "sh -c 'trap \"\" HUP; exec sleep 1000' </dev/null & echo $! >/dev/null; read word; exit 7");
    Pid child = 0;
    QVERIFY(listener.await([&](const Event &event) {
        const auto parent = parentIn(event);
        if (!std::holds_alternative<Forked>(event.what) || !parent || parent->pid != middle.pid())
            return false;
        child = event.process.id.pid;
        return true;
    }));
    middle.giveWord();
    QVERIFY(listener.await(isOf<Reparented>(child)));
    const auto about = listener.about(child);
    const auto move = std::ranges::find_if(
        about, [](const Event &event) { return std::holds_alternative<Reparented>(event.what); });
    const auto &parents = std::get<Reparented>(move->what);
    QCOMPARE(parents.from.id.pid, middle.pid());
    QCOMPARE(QByteArray::number(parents.to.id.pid), witness::statFields(child).value(1));
    kill(child, SIGKILL);
    middle.reap();
    QVERIFY(listener.await(isOf<Exited>(child)));
    const auto end = listener.endsOf(child).front();
    QCOMPARE(end.parent->id.pid, parents.to.id.pid);
    if (kind != Kind::Polling && end.status)
        QCOMPARE(told(end.status), QByteArray("killed by SIGKILL"));
}

void LiveEvents::programsAndNamesAreHeard()
{
    if (!hasConnector())
        return; // as said: between two samples all of this is over
    auto listener = listenerOf(Kind::ProcConnector);
    Script script("read word; exec sleep 1000 0");
    const auto runs = [&](const char *comm) {
        return [&script, comm](const Event &event) {
            return std::holds_alternative<Executed>(event.what) && event.process.id.pid == script.pid() &&
                   event.process.comm == comm;
        };
    };
    QVERIFY(
        listener.await(runs("sh"))); // else it may run the next program before anybody has looked at this one
    script.giveWord();
    QVERIFY(listener.await(runs("sleep")));
    const auto about = listener.about(script.pid());
    const auto &exec = std::get<Executed>(about.back().what);
    QCOMPARE(exec.before, std::string("sh"));
    QVERIFY2(exec.commandLine, "the command line");
    QCOMPARE(splitArguments(*exec.commandLine), (std::vector<std::string>{"sleep", "1000", "0"}));
    QCOMPARE(QByteArray::fromStdString(exec.executable.value_or("")),
             witness::link("/proc/" + QByteArray::number(script.pid()) + "/exe"));

    Subject named({"comm", "616220633a29"}); // "ab c:)"
    QVERIFY2(named.stands(), named.complaint());
    QVERIFY(listener.await(isOf<Renamed>(named.pid())));
    QCOMPARE(listener.about(named.pid()).back().process.comm, std::string("ab c:)"));
}

void LiveEvents::sessionsAreHeard()
{
    QFETCH(Kind, kind);
    auto listener = listenerOf(kind);
    Script script("read word; exec setsid sh -c 'read word; exit 1'");
    QVERIFY(listener.await(isOf<Forked>(script.pid())));
    script.giveWord();
    QVERIFY(listener.await(isOf<SessionChanged>(script.pid())));
    for (const auto &event : listener.about(script.pid())) {
        if (const auto *session = std::get_if<SessionChanged>(&event.what))
            QCOMPARE(session->sid, script.pid());
    }
}

void LiveEvents::stopsAreSeen()
{
    QFETCH(Kind, kind);
    // No source tells of stops: samples do, and they are taken beside every source.
    auto samples = LinuxSource::create();
    QVERIFY2(samples, why(samples));
    auto source = openEvents("/proc", probesFor(kind));
    QVERIFY2(source, why(source));
    std::vector<Event> events;
    const auto look = [&] {
        const auto snapshot = (*samples)->sample(SampleRequest::everything(), nullptr);
        if (snapshot)
            std::ranges::move((*source)->poll(std::make_shared<const Snapshot>(*snapshot)),
                              std::back_inserter(events));
    };
    const auto seen = [&](auto wanted) {
        look();
        return std::ranges::any_of(events, wanted);
    };
    Script script("read word");
    look();
    script.kill(SIGSTOP);
    QTRY_VERIFY(seen(isOf<Stopped>(script.pid())));
    script.kill(SIGCONT);
    QTRY_VERIFY(seen(isOf<Continued>(script.pid())));
}

void LiveEvents::pidThatIsReusedAtOnceIsTwoProcesses()
{
    QFETCH(Kind, kind);
    auto listener = listenerOf(kind);
    auto first = std::make_unique<Script>("read word; exit 11");
    const auto pid = first->pid();
    QVERIFY(listener.await(isOf<Forked>(pid)));
    first->giveWord();
    first->reap();
    const Subject second({"clone", QString::number(pid)});
    QVERIFY2(second.stands(), second.complaint());
    if (second.child() == 0) {
        QVERIFY(geteuid() != 0 || second.fact("errno").toInt() != 0);
        qInfo("a pid cannot be chosen here (errno %s): tested with made-up messages only",
              second.fact("errno").constData());
        return;
    }
    QCOMPARE(second.child(), pid);
    const auto births = [&] {
        std::vector<ProcessId> ids;
        for (const auto &event : listener.about(pid)) {
            if (std::holds_alternative<Forked>(event.what))
                ids.push_back(event.process.id);
        }
        return ids;
    };
    QVERIFY(listener.await([&](const Event &) { return births().size() == 2; }));
    // Within one tick of the clock the two are of one name: their events alone tell them apart.
    QVERIFY(births()[0].start <= births()[1].start);
    QCOMPARE(QByteArray::number(qulonglong(births()[1].start)), witness::statFields(pid).value(19));
    QCOMPARE(listener.endsOf(pid).size(), 1u);
    const auto end = listener.endsOf(pid).front();
    if (end.status)
        QCOMPARE(told(end.status), QByteArray("exited 11"));
    else
        QVERIFY(kind != Kind::ProcConnector);
}

static const forklore::TestClass<LiveEvents> testClass(__FILE__);
#include "tst_live_events.moc"
