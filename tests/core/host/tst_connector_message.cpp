// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages of the process connector, byte by byte as a kernel sends them: struct nlmsghdr, struct cn_msg,
// struct proc_event.
#include <QTest>

#include <cerrno>

#include <fmt/format.h>

#include "core/host/linux/events/connector_message.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

using What = ConnectorMessage::What;

Q_DECLARE_METATYPE(forklore::ConnectorMessage::What)

namespace {

template <class Number>
QByteArray bytesOf(Number number)
{
    return {reinterpret_cast<const char *>(&number), sizeof number};
}

QByteArray words(std::initializer_list<std::uint32_t> numbers)
{
    QByteArray bytes;
    for (const auto number : numbers)
        bytes += bytesOf(number);
    return bytes;
}

struct Connector {
    std::uint32_t index = 1; // CN_IDX_PROC
    std::uint32_t value = 1; // CN_VAL_PROC
};

/// @param length that the message says it has; -1: the true one
QByteArray datagram(const QByteArray &event, Connector connector = {}, int length = -1)
{
    constexpr qsizetype headers = 16 + 20;
    constexpr std::uint16_t done = 3; // NLMSG_DONE
    const auto size = static_cast<std::uint32_t>(headers + event.size());
    const auto told = static_cast<std::uint16_t>(length < 0 ? event.size() : length);
    return bytesOf(size) + bytesOf(done) + bytesOf(std::uint16_t(0)) + words({0, 0}) +
           words({connector.index, connector.value, 77, 42}) + bytesOf(told) + bytesOf(std::uint16_t(0)) +
           event;
}

/// On CPU 3, 5 s after boot. All kinds are as long as the longest, the rest is zero.
QByteArray eventOf(std::uint32_t what, const QByteArray &details)
{
    constexpr qsizetype longest = 24;
    return words({what, 3}) + bytesOf(std::uint64_t(5'000'000'000)) + details.leftJustified(longest, '\0');
}

QByteArray eventOf(What what, const QByteArray &details)
{
    return eventOf(static_cast<std::uint32_t>(what), details);
}

/// All that is told beside the headers.
QByteArray text(const ConnectorMessage &message)
{
    return bytes(fmt::format("{}/{} of {}/{}, id {}, \"{}\", status {:#x}, refused {}", message.pid,
                             message.tgid, message.parentPid, message.parentTgid, message.effectiveId,
                             message.comm, message.exitStatus, message.refused));
}

} // namespace

class ConnectorMessageTest : public QObject {
    Q_OBJECT

private slots:
    void eachKind_data();
    void eachKind();
    void headersTellWhereAndWhen();
    void theLeaderHasThePidOfItsProcess();
    void olderKernelsTellNoParentOfTheEnd();
    void nothingCutIsBelieved_data();
    void nothingCutIsBelieved();
    void shorterMessageIsAsLongAsItSays();
    void whatFollowsTheMessageIsNotRead();
    void anotherConnectorsMessageIsRefused_data();
    void anotherConnectorsMessageIsRefused();
};

void ConnectorMessageTest::eachKind_data()
{
    QTest::addColumn<What>("what");
    QTest::addColumn<QByteArray>("details");
    QTest::addColumn<QByteArray>("told");
    const auto row = [](const char *name, What what, const QByteArray &details, const char *told) {
        QTest::newRow(name) << what << details << QByteArray(told);
    };
    const auto task = words({8, 7});
    row("the wish to listen is granted", What::Acknowledged, words({0}),
        R"(0/0 of 0/0, id 0, "", status 0x0, refused 0)");
    row("the wish to listen is refused", What::Acknowledged, words({EPERM}),
        R"(0/0 of 0/0, id 0, "", status 0x0, refused 1)");
    row("birth of a process", What::Fork, words({6, 5, 7, 7}),
        R"(7/7 of 6/5, id 0, "", status 0x0, refused 0)");
    row("birth of a thread", What::Fork, words({8, 7, 9, 7}),
        R"(9/7 of 8/7, id 0, "", status 0x0, refused 0)");
    row("exec", What::Exec, task, R"(8/7 of 0/0, id 0, "", status 0x0, refused 0)");
    row("the effective user counts", What::Uid, task + words({1000, 33}),
        R"(8/7 of 0/0, id 33, "", status 0x0, refused 0)");
    row("the effective group counts", What::Gid, task + words({1000, 4'294'967'294}),
        R"(8/7 of 0/0, id 4294967294, "", status 0x0, refused 0)");
    row("session", What::Sid, task, R"(8/7 of 0/0, id 0, "", status 0x0, refused 0)");
    row("tracer", What::Ptrace, task + words({5, 5}), R"(8/7 of 0/0, id 0, "", status 0x0, refused 0)");
    row("name", What::Comm, task + raw("kworker\0garbage\0"),
        R"(8/7 of 0/0, id 0, "kworker", status 0x0, refused 0)");
    row("name without an end", What::Comm, task + "sixteen bytes...",
        R"(8/7 of 0/0, id 0, "sixteen bytes...", status 0x0, refused 0)");
    row("name without an end, and what a kernel to come may add", What::Comm, task + "sixteen bytes...more",
        R"(8/7 of 0/0, id 0, "sixteen bytes...", status 0x0, refused 0)");
    row("name of nothing", What::Comm, task + raw("\0hidden"),
        R"(8/7 of 0/0, id 0, "", status 0x0, refused 0)");
    row("fatal signal", What::CoreDump, task + words({6, 5}),
        R"(8/7 of 0/0, id 0, "", status 0x0, refused 0)");
    row("end", What::Exit, task + words({3 << 8, 17, 6, 5}),
        R"(8/7 of 6/5, id 0, "", status 0x300, refused 0)");
    row("end by a signal, with a core", What::Exit, words({7, 7, 0x8b, 17, 6, 5}),
        R"(7/7 of 6/5, id 0, "", status 0x8b, refused 0)");
    row("of a kind to come", What(0x400), task + words({1, 2, 3, 4}),
        R"(8/7 of 0/0, id 0, "", status 0x0, refused 0)");
}

void ConnectorMessageTest::eachKind()
{
    QFETCH(What, what);
    QFETCH(QByteArray, details);
    QFETCH(QByteArray, told);
    const auto message = parseConnectorMessage(view(datagram(eventOf(what, details))));
    QVERIFY2(message, why(message));
    QCOMPARE(message->what, what);
    QCOMPARE(text(*message), told);
}

void ConnectorMessageTest::headersTellWhereAndWhen()
{
    const auto message = parseConnectorMessage(view(datagram(eventOf(What::Exec, words({7, 7})))));
    QVERIFY2(message, why(message));
    QCOMPARE(message->cpu, 3u);
    QCOMPARE(message->at, std::chrono::nanoseconds(std::chrono::seconds(5)));
    QCOMPARE(message->sequence, 77u);
    QCOMPARE(message->answers, 42u);
}

void ConnectorMessageTest::theLeaderHasThePidOfItsProcess()
{
    const auto birth = [](std::uint32_t pid, std::uint32_t tgid) {
        return parseConnectorMessage(view(datagram(eventOf(What::Fork, words({5, 5, pid, tgid})))));
    };
    QVERIFY(birth(7, 7)->isOfLeader());
    QVERIFY(!birth(8, 7)->isOfLeader());
}

/// Before Linux 4.18 the parent's place was zero, long before the message ended there.
void ConnectorMessageTest::olderKernelsTellNoParentOfTheEnd()
{
    const auto end = words({7, 7, 3 << 8, 17});
    const auto zeros = eventOf(What::Exit, end);
    for (const auto &event : {zeros, zeros.left(16 + end.size())}) {
        const auto message = parseConnectorMessage(view(datagram(event)));
        QVERIFY2(message, why(message));
        QCOMPARE(text(*message), QByteArray(R"(7/7 of 0/0, id 0, "", status 0x300, refused 0)"));
    }
}

void ConnectorMessageTest::nothingCutIsBelieved_data()
{
    QTest::addColumn<std::uint32_t>("what");
    for (const auto what : {What::Acknowledged, What::Fork, What::Exec, What::Uid, What::Gid, What::Sid,
                            What::Ptrace, What::Comm, What::CoreDump, What::Exit, What(0x400)}) {
        const auto number = static_cast<std::uint32_t>(what);
        QTest::addRow("0x%x", number) << number;
    }
}

void ConnectorMessageTest::nothingCutIsBelieved()
{
    QFETCH(std::uint32_t, what);
    const auto whole = datagram(eventOf(what, QByteArray(24, '\x11')));
    QVERIFY(parseConnectorMessage(view(whole)));
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const QByteArray cut(whole.constData(), size); // of its own, so that a read beyond it is noticed
        QCOMPARE(kindOf(parseConnectorMessage(view(cut))), QByteArray("malformed"));
    }
}

void ConnectorMessageTest::shorterMessageIsAsLongAsItSays()
{
    const auto event = eventOf(What::Comm, words({7, 7}) + "kworker");
    for (int length = 0; length <= event.size(); ++length) {
        constexpr int header = 16;
        const auto message = parseConnectorMessage(view(datagram(event.left(length), {}, length)));
        QCOMPARE(message.has_value(), length >= header);
        if (!message)
            continue;
        QCOMPARE(message->pid, length >= header + 4 ? 7 : 0);
        QCOMPARE(message->tgid, length >= header + 8 ? 7 : 0);
        QVERIFY(std::string_view("kworker").starts_with(message->comm));
    }
}

void ConnectorMessageTest::whatFollowsTheMessageIsNotRead()
{
    const auto event = eventOf(What::Comm, words({7, 7}) + "nam").left(16 + 8 + 3);
    const auto message =
        parseConnectorMessage(view(datagram(event + "e of another", {}, static_cast<int>(event.size()))));
    QVERIFY2(message, why(message));
    QCOMPARE(bytes(message->comm), QByteArray("nam"));
}

void ConnectorMessageTest::anotherConnectorsMessageIsRefused_data()
{
    QTest::addColumn<std::uint32_t>("index");
    QTest::addColumn<std::uint32_t>("value");
    QTest::newRow("cifs") << 2u << 1u;
    QTest::newRow("the value is another's") << 1u << 2u;
    QTest::newRow("nobody's") << 0u << 0u;
}

void ConnectorMessageTest::anotherConnectorsMessageIsRefused()
{
    QFETCH(std::uint32_t, index);
    QFETCH(std::uint32_t, value);
    const auto event = eventOf(What::Exec, words({7, 7}));
    QCOMPARE(kindOf(parseConnectorMessage(view(datagram(event, {index, value})))), QByteArray("malformed"));
}

static const forklore::TestClass<ConnectorMessageTest> testClass(__FILE__);
#include "tst_connector_message.moc"
