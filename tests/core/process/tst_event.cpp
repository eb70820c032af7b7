// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is said of an event: its kind, its line for a person, and the parent in it.
#include <QTest>

#include "core/base/clocks.h"
#include "core/process/event.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(forklore::Event)
Q_DECLARE_METATYPE(std::chrono::nanoseconds)

namespace {

const ProcessRef bash{{4711, 100}, "bash"};
const ProcessRef systemd{{1, 1}, "systemd"};
const ProcessRef nameless{{300, ProcessId::unknownStart}, ""};

Event eventOf(EventPayload what)
{
    return {20s, {{4712, 1900}, "worker"}, std::move(what)};
}

Failure missing(ErrorKind kind)
{
    return failure(kind, "test");
}

std::string arguments(const QByteArray &bytes)
{
    return bytes.toStdString();
}

} // namespace

class EventTest : public QObject {
    Q_OBJECT

private slots:
    void kindAndText_data();
    void kindAndText();
    void parentOfBirthAndEndAlone();
    void lengths_data();
    void lengths();
};

void EventTest::kindAndText_data()
{
    using Kind = ExitStatus::Kind;
    QTest::addColumn<Event>("event");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *what, EventPayload payload, const char *kind, const QByteArray &line) {
        QTest::newRow(what) << eventOf(std::move(payload)) << QByteArray(kind) << line;
    };
    row("birth", Forked{bash}, "fork", "forked by bash 4711");
    row("birth, parent without a name", Forked{nameless}, "fork", "forked by 300");
    row("birth, parent not known", Forked{}, "fork", "forked by a process that is not known");
    row("birth that nobody heard", Forked{{}, bash}, "fork", "first seen as a child of bash 4711");
    row("birth, parent with an odd name", Forked{ProcessRef{{7, 7}, "a\n\x1b\\"}}, "fork",
        R"(forked by a\n\x1b\ 7)");

    row("program", Executed{"bash", "ls", "/usr/bin/ls"}, "exec", "runs /usr/bin/ls");
    row("program by its first argument",
        Executed{"bash", arguments(raw("ls\0-l\0")), missing(ErrorKind::Denied)}, "exec", "runs ls");
    row("program, odd bytes", Executed{"bash", arguments(raw("l\ns")), missing(ErrorKind::Unsupported)},
        "exec", R"(runs l\ns)");
    row("program, or only another name and title",
        Executed{"bash", arguments(raw("ls\0")), missing(ErrorKind::Denied), false}, "exec",
        "seems to run ls");
    row("program gone, or only another name and title",
        Executed{"bash", missing(ErrorKind::Gone), missing(ErrorKind::Gone), false}, "exec",
        "seems to run another program, named worker");
    row("program gone", Executed{"bash", missing(ErrorKind::Gone), missing(ErrorKind::Gone)}, "exec",
        "runs another program, named worker");
    row("program called by no name",
        Executed{"bash", arguments(raw("\0-l\0")), missing(ErrorKind::Unsupported)}, "exec",
        "runs another program, whose name is not known");
    row("program denied", Executed{"bash", std::string(), missing(ErrorKind::Denied)}, "exec",
        "runs another program, named worker");

    row("name", Renamed{"main"}, "rename", "renamed from main");
    row("name, odd bytes", Renamed{"\xff\t"}, "rename", R"(renamed from \xff\t)");
    row("name, nobody read the one before", Renamed{}, "rename", "renamed");
    row("adoption", Reparented{bash, systemd}, "reparent", "adopted by systemd 1, as bash 4711 has ended");
    row("session", SessionChanged{4712}, "session", "opened the session 4712");
    row("user", CredentialsChanged{0, {}}, "credentials", "acts as user 0");
    row("group", CredentialsChanged{{}, 4'294'967'294}, "credentials", "acts as group 4294967294");
    row("user and group", CredentialsChanged{1000, 100}, "credentials", "acts as user 1000 group 100");
    row("stop", Stopped{}, "stop", "stopped");
    row("stop by a debugger", Stopped{true}, "stop", "stopped by its debugger");
    row("continuation", Continued{}, "continue", "goes on");
    row("fatal signal", CoreDumped{}, "coredump", "was hit by a signal that by default dumps core");

    row("end", Exited{ExitStatus{Kind::Exited, 3}, 12ms, bash}, "exit", "exited 3 after 12 ms");
    row("end of one whose birth was not noticed", Exited{ExitStatus{Kind::Exited, 0}, {}, {}}, "exit",
        "exited 0");
    row("end at some time before", Exited{ExitStatus{Kind::Signaled, 11, true}, {}, {}, 2s}, "exit",
        "killed by SIGSEGV after at most 2.0 s, core dumped");
    row("end by a signal", Exited{ExitStatus{Kind::Signaled, 9}, 2s, {}}, "exit",
        "killed by SIGKILL after 2.0 s");
    row("end with a core", Exited{ExitStatus{Kind::Signaled, 11, true}, {}, {}}, "exit",
        "killed by SIGSEGV, core dumped");
    row("end of nobody knows what", Exited{missing(ErrorKind::Unsupported), {}, {}}, "exit",
        "ended, how is not known");

    row("loss", Lost{12, "the buffer was full"}, "lost", "12 events were lost: the buffer was full");
    row("loss of one", Lost{1, "test"}, "lost", "1 event was lost: test");
    row("loss of nobody knows how many", Lost{{}, "test"}, "lost",
        "events were lost, how many is not known: test");
}

void EventTest::kindAndText()
{
    QFETCH(Event, event);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, line);
    QCOMPARE(bytes(kindOf(event)), kind);
    QCOMPARE(bytes(text(event)), line);
}

void EventTest::parentOfBirthAndEndAlone()
{
    QVERIFY(parentIn(eventOf(Forked{bash})) == bash.id);
    QVERIFY(!parentIn(eventOf(Forked{})));
    QVERIFY(parentIn(eventOf(Forked{{}, systemd})) == systemd.id);
    Exited exit;
    QVERIFY(!parentIn(eventOf(exit)));
    exit.parent = systemd;
    QVERIFY(parentIn(eventOf(exit)) == systemd.id);
    for (const auto &what : std::initializer_list<EventPayload>{
             Executed{"bash", "ls", "/usr/bin/ls"}, Renamed{"main"}, Reparented{bash, systemd},
             SessionChanged{1}, CredentialsChanged{0, 0}, Stopped{}, Continued{}, CoreDumped{}, Lost{}})
        QVERIFY2(!parentIn(eventOf(what)), kindOf(eventOf(what)).data());
}

void EventTest::lengths_data()
{
    QTest::addColumn<std::chrono::nanoseconds>("length");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](std::chrono::nanoseconds length, const char *words) {
        QTest::newRow(words) << length << QByteArray(words);
    };
    row(0s, "0.00 ms");
    row(250us, "0.25 ms");
    row(999'999ns, "0.99 ms");
    row(1ms, "1 ms");
    row(999'999us, "999 ms");
    row(1s, "1.0 s");
    row(3450ms, "3.4 s");
    row(59'950ms, "59.9 s");
    row(60s, "1 min 00 s");
    row(3599s, "59 min 59 s");
    row(1h, "1 h 00 min");
    row(2h + 5min + 59s, "2 h 05 min");
    row(47h + 59min + 59s, "47 h 59 min");
    row(48h, "2 days");
    row(71h, "2 days");
    row(72h, "3 days");
}

/// Nothing is rounded up to what it did not reach.
void EventTest::lengths()
{
    QFETCH(std::chrono::nanoseconds, length);
    QFETCH(QByteArray, words);
    QCOMPARE(bytes(lengthText(length)), words);
}

static const forklore::TestClass<EventTest> testClass(__FILE__);
#include "tst_event.moc"
