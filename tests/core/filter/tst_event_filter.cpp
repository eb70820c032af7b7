// SPDX-License-Identifier: GPL-3.0-or-later
//
// What each field of the filter language says of an event; and what is not known.
#include <QTest>

#include <fmt/format.h>

#include "core/filter/completion.h"
#include "core/filter/event_filter.h"
#include "core/filter/lexer.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(forklore::Event)

namespace {

const ProcessRef bash{{4711, 100}, "bash"};
const ProcessRef systemd{{1, 1}, "systemd"};
const Failure denied = failure(ErrorKind::Denied, "test");

Event eventOf(EventPayload what, ProcessRef process = {{4123, 90'000}, "Worker"})
{
    return {20s, std::move(process), std::move(what)};
}

Event exited(int code)
{
    return eventOf(Exited{ExitStatus{ExitStatus::Kind::Exited, code, false}, 1500ms, bash});
}

Event killed(int signal, bool core = false)
{
    return eventOf(Exited{ExitStatus{ExitStatus::Kind::Signaled, signal, core}, 1500ms, bash});
}

Event executed(std::string commandLine)
{
    return eventOf(Executed{"bash", std::move(commandLine), "/usr/bin/Worker"});
}

/// One of each kind, all of it known.
std::vector<Event> oneOfEach()
{
    return {
        eventOf(Forked{bash}),
        executed(std::string("worker\0--verbose\0a b\0", 21)),
        eventOf(Renamed{"old"}),
        eventOf(Reparented{bash, systemd}),
        eventOf(SessionChanged{4123}),
        eventOf(CredentialsChanged{1000, 50}),
        eventOf(Stopped{}),
        eventOf(Continued{}),
        eventOf(CoreDumped{}),
        exited(3),
        eventOf(Lost{12, "the buffer was full"}, {}),
    };
}

bool matches(const QByteArray &text, const Event &event)
{
    return EventFilter::parse(view(text)).value().matches(event);
}

/// The kinds of those that match.
QByteArrayList found(const QByteArray &text)
{
    QByteArrayList kinds;
    for (const auto &event : oneOfEach()) {
        if (matches(text, event))
            kinds += bytes(kindOf(event));
    }
    return kinds;
}

} // namespace

class TestEventFilter : public QObject {
    Q_OBJECT

private slots:
    void everyKindHasItsWord()
    {
        const auto events = oneOfEach();
        QCOMPARE(events.size(), std::variant_size_v<EventPayload>);
        for (const auto &event : events)
            QCOMPARE(found("kind = " + bytes(kindOf(event))), QByteArrayList{bytes(kindOf(event))});
        const auto &words = eventVocabulary()[fieldNamed(eventVocabulary(), "kind").value()].words;
        QCOMPARE(words.size(), events.size());
    }

    void everyFieldIsCompared_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("kinds");
        const auto row = [](const char *text, const QByteArrayList &kinds) {
            QTest::addRow("%s", text) << QByteArray(text) << kinds;
        };
        const QByteArrayList all = {"fork", "exec",     "rename",   "reparent", "session", "credentials",
                                    "stop", "continue", "coredump", "exit",     "lost"};
        const auto ofProcesses = all.mid(0, all.size() - 1);
        row("", all);
        row("kind != exit and kind != lost", ofProcesses.mid(0, ofProcesses.size() - 1));
        row("kind:core", {"coredump"});
        row("name = worker", ofProcesses);
        row("comm ~ WORK", ofProcesses);
        row("name != worker", {});
        row("name = none", {"lost"});
        row("pid = 4123", ofProcesses);
        row("pid > 4123", {});
        row("pid = none", {"lost"});
        row("parent = 4711", {"fork", "exit"});
        row("ppid = 1", {"reparent"}); // who has it now
        row("parent != 1", {"fork", "exit"});
        row("parent-name = bash", {"fork", "exit"});
        row("parent-name ~ /^sys/", {"reparent"});
        row("seen-below != none", {}); // see below
        row("status = 3", {"exit"});
        row("exit > 2", {"exit"});
        row("exit-code != 0", {"exit"});
        row("not status = 0", all);
        row("status != none", {"exit"});
        row("signal != none", {});
        row("core = no", {"exit"});
        row("core = yes", {});
        row("lifetime = 1s", {"exit"});
        row("lifetime > 1s", {"exit"});
        row("lifetime < 1500ms", {});
        row("cmd ~ verbose", {"exec"});
        row("command = 'worker --verbose \"a b\"'", {"exec"});
        row("cmdline !~ /verbose/", {});
        row("exe = /usr/bin/worker", {"exec"});
        row("exe ~ /bin\\/w/", {"exec"});
        row("uid = 1000", {"credentials"});
        row("uid = 50", {});
        row("session = 4123", {"session"});
        row("sid != 4123", {});
        row("kind=exit and status!=0", {"exit"});
        row("kind=fork or kind=exec", {"fork", "exec"});
    }
    void everyFieldIsCompared()
    {
        QFETCH(QByteArray, text);
        QTEST(found(text), "kinds");
    }

    void everyFieldHasARow()
    {
        for (const auto &field : eventVocabulary()) {
            const auto some = found(bytes(field.name) + " != none").size();
            const bool isBelow = field.name == "signal" || field.name.starts_with("seen-below"); // see below
            QVERIFY2((some > 0) != isBelow, field.name.data());
        }
    }

    void plainWordsAreSearched_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("kinds");
        const auto row = [](const char *text, const QByteArrayList &kinds) {
            QTest::addRow("%s", text) << QByteArray(text) << kinds;
        };
        row("coredump", {"coredump"});         // its kind
        row("WORKER stop", {"stop"});          // its name
        row("4123 \"goes on\"", {"continue"}); // its pid, and what is said of it
        row("bash", {"fork", "reparent"});     // who ends is not said to be its child
        row("adopted systemd", {"reparent"});
        row("\"exited 3 after 1.5 s\"", {"exit"});
        row("\"12 events were lost\"", {"lost"});
        row("buffer not worker", {"lost"});
        row("verbose", {}); // only `cmd` knows it
        row("4123worker", {});
        row("nothing", {});
    }
    void plainWordsAreSearched()
    {
        QFETCH(QByteArray, text);
        QTEST(found(text), "kinds");
    }

    void theEndIsToldAsOfProcesses_data()
    {
        QTest::addColumn<Event>("event");
        QTest::addColumn<QByteArrayList>("right");
        QTest::addColumn<QByteArrayList>("wrong");
        QTest::newRow("well") << exited(0) << QByteArrayList{"status = 0", "signal = none", "core = no"}
                              << QByteArrayList{"status != 0", "signal != none", "signal = KILL"};
        QTest::newRow("with an error")
            << exited(1) << QByteArrayList{"status != 0", "exit = 1", "exit-code < 2"}
            << QByteArrayList{"status = 0", "core = yes"};
        QTest::newRow("killed")
            << killed(9) << QByteArrayList{"kind=exit and status!=0", "status = 137", "signal = SIGKILL",
                                           "signal = kill",           "signal = 9",   "core = no"}
            << QByteArrayList{"signal = TERM", "signal = none", "status < 128"};
        QTest::newRow("with a core dump")
            << killed(11, true) << QByteArrayList{"core = yes", "core:true", "signal = segv", "status = 139"}
            << QByteArrayList{"core = no", "core = none"};
    }
    void theEndIsToldAsOfProcesses()
    {
        QFETCH(Event, event);
        QFETCH(QByteArrayList, right);
        QFETCH(QByteArrayList, wrong);
        for (const auto &text : right)
            QVERIFY2(matches(text, event), text.constData());
        for (const auto &text : wrong)
            QVERIFY2(!matches(text, event), text.constData());
    }

    void anAdopterIsNotTheParentOfABirthThatNobodyHeard()
    {
        const auto event = eventOf(Forked{{}, bash});
        for (const auto *text : {"seen-below = 4711", "first-seen-below = 4711", "seen-below-name = bash"})
            QVERIFY2(matches(text, event), text);
        for (const auto *text : {"parent = 4711", "parent != 4711", "parent-name = bash", "parent = none"})
            QVERIFY2(!matches(text, event), text);
        QVERIFY(!matches("seen-below = 4711", eventOf(Forked{bash})));
    }

    void whatIsNotKnownMatchesNothing_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<Event>("event");
        const auto row = [](const char *field, const Event &event) {
            QTest::addRow("%s of %s", field, kindOf(event).data()) << QByteArray(field) << event;
        };
        const ProcessRef nameless{{4711, ProcessId::unknownStart}, {}};
        const auto hidden = eventOf(Exited{denied, {}, {}});
        const auto gone = eventOf(Executed{"bash", denied, denied});
        row("name", eventOf(Stopped{}, nameless));
        row("parent", eventOf(Forked{}));
        row("parent-name", eventOf(Forked{}));
        row("parent-name", eventOf(Forked{nameless}));
        row("parent-name", eventOf(Reparented{bash, nameless}));
        row("parent", hidden);
        row("parent-name", hidden);
        row("status", hidden);
        row("signal", hidden);
        row("core", hidden);
        row("lifetime", hidden);
        row("cmd", gone);
        row("exe", gone);
    }
    void whatIsNotKnownMatchesNothing()
    {
        QFETCH(QByteArray, field);
        QFETCH(Event, event);
        for (const auto *op : {" = ", " != "}) {
            const auto text = field + op + "none";
            QVERIFY2(!matches(text, event), text.constData());
            QVERIFY2(!matches("not " + text, event), text.constData());
        }
    }

    void whatIsNotPartOfItIsNone()
    {
        QVERIFY(matches("uid = none", eventOf(CredentialsChanged{{}, 50})));
        QVERIFY(matches("cmd = none", executed("")));
        QVERIFY(matches("pid = 4711", eventOf(Stopped{}, {{4711, ProcessId::unknownStart}, {}})));
    }

    void strangeBytesAreSearchedAsTheyAreShown()
    {
        const auto strange = eventOf(Stopped{}, {{5, 1}, "a\nb\xff"});
        QVERIFY(matches("name = \"a\\nb\\xff\"", strange));
        QVERIFY(matches("\\xff", strange));
        QVERIFY(matches("\xc3\xbc"
                        "ber",
                        eventOf(Stopped{}, {{5, 1},
                                            "\xc3\x9c"
                                            "BER"})));
    }

    void aNameThatTheKernelCutIsMeantInFull()
    {
        const ProcessRef cut{{5, 1}, "gnome-terminal-"};
        QVERIFY(matches("name = gnome-terminal-server", eventOf(Stopped{}, cut)));
        QVERIFY(matches("parent-name = gnome-terminal-server", eventOf(Forked{cut})));
        QVERIFY(!matches("name = gnome-terminal", eventOf(Stopped{}, cut)));
        QVERIFY(!matches("name = workers", exited(0)));
    }

    void itSaysWhereItIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *text, int offset, const char *message) {
            QTest::addRow("%s", text) << QByteArray(text) << offset << QByteArray(message);
        };
        row("stattus = 1", 0, "there is no field stattus; did you mean status?");
        row("kind=exit and lifetme > 1s", 14, "there is no field lifetme; did you mean lifetime?");
        row("cpu > 5", 0, "there is no field cpu");
        row("kind = exti", 7, "kind is never exti; did you mean exit?");
        row("core = maybe", 7, "core is never maybe; it is one of yes, no");
        row("status = bad", 9, "status is a number, as in status = 0");
        row("status ~ 1", 7, "~ searches text, and status is a number");
        row("kind > exit", 5, "> compares numbers, and kind is none");
        row("lifetime > 5x", 11, "lifetime is a time in seconds, or with ms, s, m, h, d or w");
        row("parent =", 8, "a value is missing after =, as in parent = 1");
    }
    void itSaysWhereItIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        const auto filter = EventFilter::parse(view(text));
        QVERIFY(!filter);
        QVERIFY2(bytes(filter.error().message).contains(message), filter.error().message.c_str());
        QTEST(static_cast<int>(filter.error().offset), "offset");
    }

    void everyFieldHasAnExampleThatIsRight()
    {
        for (const auto &field : eventVocabulary()) {
            QVERIFY2(!field.examples.empty() && !field.meaning.empty(), field.name.data());
            for (const auto example : field.examples) {
                const auto *op = example.starts_with('/') ? "~" : "=";
                const auto text = fmt::format("{} {} {}", field.name, op, example);
                QVERIFY2(EventFilter::parse(text), text.c_str());
            }
        }
    }

    void aTakenProposalIsOneThatIsUnderstood()
    {
        const auto values = [](std::size_t) { return std::vector<std::string>{"/usr/bin/a b", "bash"}; };
        for (const auto &field : eventVocabulary()) {
            for (const auto *op : {" = ", takesText(field.kind) ? " ~ " : " > "}) {
                const auto start = std::string(field.name) + op;
                for (const auto &proposal : complete(start, start.size(), eventVocabulary(), values)) {
                    const auto text = start + proposal.text;
                    QVERIFY2(EventFilter::parse(text), text.c_str());
                }
            }
        }
    }

    void aPlainWordIsCompletedWithWhatItsFieldMeans()
    {
        const auto name = fieldNamed(eventVocabulary(), "name").value();
        const auto values = [](std::size_t) { return std::vector<std::string>{"worker"}; };
        const auto proposals = complete("wo", 2, eventVocabulary(), values, name);
        QCOMPARE(proposals, (std::vector<Proposal>{{0, 2, "worker ", "Name of the process it happened to"}}));
    }

    void noNameMeansTwoFields()
    {
        const auto &vocabulary = eventVocabulary();
        for (std::size_t position = 0; position < vocabulary.size(); ++position) {
            QCOMPARE(fieldNamed(vocabulary, vocabulary[position].name), std::optional(position));
            for (const auto alias : vocabulary[position].aliases)
                QCOMPARE(fieldNamed(vocabulary, alias), std::optional(position));
        }
    }

    void filtersThatAskTheSameAreEqual()
    {
        const auto parsed = [](std::string_view text) { return EventFilter::parse(text).value(); };
        QCOMPARE(parsed("kind=exit status!=0").text(), std::string("kind=exit status!=0"));
        QVERIFY(parsed("kind=exit status!=0") == parsed("kind = exit and exit != 0"));
        QVERIFY(!(parsed("status=0") == parsed("status!=0")));
        QVERIFY(parsed(" ").isEmpty());
        QVERIFY(parsed("") == EventFilter());
        QVERIFY(!parsed("x").isEmpty());
    }
};

static const forklore::TestClass<TestEventFilter> testClass(__FILE__);
#include "tst_event_filter.moc"
