// SPDX-License-Identifier: GPL-3.0-or-later
//
// Events as documents: what comes out is what went in, to the nanosecond and the byte.
#include <QTest>

#include "core/codec/cbor.h"
#include "core/codec/event_document.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(Event)

namespace {

constexpr DocumentBounds bounds = {.bytes = 10'000'000, .items = 1000};
constexpr WallTime boot(1'795'947'338'123'456'789ns);

Result<Event> there(const Event &event)
{
    return fromCbor(toCbor(eventDocument(event, boot)), bounds).and_then(decodeEvent);
}

} // namespace

class EventDocumentTest : public QObject {
    Q_OBJECT

private slots:
    void eventsComeBack_data();
    void eventsComeBack();
    void itIsTheLineOfTheCommand();
    void whatIsNoEvent_data();
    void whatIsNoEvent();
};

void EventDocumentTest::eventsComeBack_data()
{
    QTest::addColumn<Event>("event");
    const ProcessRef process{{4711, 99'000}, "a\xff\nb"};
    const ProcessRef unknown{{4712, ProcessId::unknownStart}, ""};
    const auto row = [&](const char *name, EventPayload what) {
        QTest::newRow(name) << Event{123'456'789'012'345'678ns, process, std::move(what)};
    };
    row("fork", Forked{unknown, {}});
    row("fork that was not heard", Forked{{}, process});
    row("fork of nobody", Forked{});
    row("exec", Executed{"sh", std::string("a\0\xff\0", 4), std::string("/bin/a b\xff"), false});
    row("exec without a last NUL", Executed{"", std::string("nginx: worker"), std::string("/bin/nginx")});
    row("exec with a long command line", Executed{"", std::string(2'000'000, '\xf0'), std::string()});
    row("exec that could not be read",
        Executed{"sh", failure(ErrorKind::Gone, "it\nhas ended"), failure(ErrorKind::Stuck, "it waits")});
    row("rename", Renamed{"\x1b[31m"});
    row("rename from nobody knows what", Renamed{});
    row("reparent", Reparented{process, unknown});
    row("session", SessionChanged{4711});
    row("credentials", CredentialsChanged{0, {}});
    row("credentials of a group", CredentialsChanged{{}, ~Gid(0)});
    row("stop", Stopped{true});
    row("continue", Continued{});
    row("core dump", CoreDumped{});
    row("exit", Exited{ExitStatus{ExitStatus::Kind::Exited, 255, false}, 1ns, process, {}});
    row("exit by a signal",
        Exited{ExitStatus{ExitStatus::Kind::Signaled, 11, true}, 31'536'000'000'000'001ns, {}, 7ns});
    row("exit by a signal without a name", Exited{ExitStatus{ExitStatus::Kind::Signaled, 99, false}, {}, {}});
    for (const auto kind : {ErrorKind::Denied, ErrorKind::Gone, ErrorKind::Unsupported, ErrorKind::Malformed,
                            ErrorKind::Stuck, ErrorKind::Io})
        row(("exit, " + std::to_string(static_cast<int>(kind))).c_str(),
            Exited{failure(kind, "not told"), {}, unknown});
    QTest::newRow("lost") << Event{-5ns, {}, Lost{{}, "too many"}};
    QTest::newRow("lost, counted") << Event{0ns, {}, Lost{~std::uint64_t(0), ""}};
    QTest::newRow("inferred") << Event{9ns, unknown, Continued{}, true, 3ns};
}

void EventDocumentTest::eventsComeBack()
{
    QFETCH(const Event, event);
    const auto back = there(event);
    QVERIFY2(back, why(back));
    QVERIFY(*back == event);
}

void EventDocumentTest::itIsTheLineOfTheCommand()
{
    const Event event{9ns, {{4711, 99'000}, "sh"}, Renamed{"bash"}};
    auto document = eventDocument(event, boot);
    document.erase("exact");
    QVERIFY(document == jsonEvent(event, boot));
}

void EventDocumentTest::whatIsNoEvent_data()
{
    QTest::addColumn<QByteArray>("change"); // of a good one: a JSON merge patch
    for (const auto *change :
         {R"({"kind":"birth"})", R"({"kind":null})", R"({"exact":null})", R"({"exact":7})",
          R"({"exact":{"at_ns":null}})", R"({"exact":{"at_ns":1.5}})", R"({"pid":"1"})",
          R"({"pid":99999999999})", R"({"start_ticks":-1})", R"({"inferred":1})",
          R"({"exit_status":{"kind":"eaten"}})", R"({"exact":{"status_value":256}})", R"({"parent_comm":3})"})
        QTest::newRow(change) << QByteArray(change);
}

void EventDocumentTest::whatIsNoEvent()
{
    QFETCH(const QByteArray, change);
    const Event event{9ns, {{4711, 99'000}, "sh"}, Exited{ExitStatus{}, {}, {}}};
    auto document = eventDocument(event, boot);
    QVERIFY(decodeEvent(document));
    document.merge_patch(Json::parse(change.toStdString()));
    QCOMPARE(kindOf(decodeEvent(document)), raw("malformed"));
    QCOMPARE(kindOf(decodeEvent(Json::array({document}))), raw("malformed"));
}

static const forklore::TestClass<EventDocumentTest> testClass(__FILE__);
#include "tst_event_document.moc"
