// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ports in use that no descriptor of a process leads to: in a copy of /proc, and on this machine.
#include <QTest>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/sockets/unheld_sockets.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

constexpr auto heading =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

std::string line(const char *local, const char *remote, const char *state, int uid, int inode)
{
    return std::string("   0: ") + local + ' ' + remote + ' ' + state +
           " 00000000:00000000 00:00000000 00000000 " + std::to_string(uid) + " 0 " + std::to_string(inode) +
           " 1\n";
}

constexpr auto server = "0100007F:1F90"; // 127.0.0.1:8080
constexpr auto nobody = "00000000:0000";

WhoHas ask(const Fixture &machine, const char *text)
{
    const auto inspector = LinuxInspector::create(machine.root());
    if (!inspector)
        qFatal("%s", inspector.error().message.c_str());
    return *inspector->whoHas(*parseFileQuery(text));
}

QByteArray told(const WhoHas &found)
{
    QByteArrayList lines;
    for (const auto &unheld : found.unheld)
        lines += bytes(unheld.socket.state) + ' ' + bytes(unheld.socket.local) + '>' +
                 bytes(unheld.socket.remote) + " x" + QByteArray::number(qulonglong(unheld.count));
    std::ranges::sort(lines);
    return lines.join(", ");
}

/// A process that holds one socket.
void addHolder(Fixture &machine, int inode)
{
    machine.write("10/stat", "10 (server) S 1 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 10 "
                             "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
    machine.link("10/fd/3", "socket:[" + std::to_string(inode) + "]");
    machine.write("10/fdinfo/3", "pos:\t0\nflags:\t02\n");
}

} // namespace

class TestUnheldSockets : public QObject {
    Q_OBJECT

private slots:
    void theReasonIsThatOfTheState_data()
    {
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<int>("inode");
        QTest::addColumn<bool>("allSeen");
        QTest::addColumn<QByteArray>("why");
        const auto row = [](const char *state, int inode, bool allSeen, const char *why) {
            QTest::addRow("%s %d %d", state, inode, allSeen)
                << QByteArray(state) << inode << allSeen << QByteArray(why);
        };
        row("TIME_WAIT", 0, true, "closed: the kernel waits");
        row("NEW_SYN_RECV", 0, true, "being opened");
        row("ESTABLISHED", 0, true, "waits to be accepted");
        row("FIN_WAIT2", 0, true, "closed by its process");
        row("LISTEN", 0, true, "the kernel's own");
        row("LISTEN", 7, true, "the kernel's own, or on its way between processes (made by user 1000)");
        row("LISTEN", 7, false, "no process whose descriptors may be read has it (made by user 1000)");
    }
    void theReasonIsThatOfTheState()
    {
        QFETCH(QByteArray, state);
        QFETCH(int, inode);
        QFETCH(bool, allSeen);
        QFETCH(QByteArray, why);
        InetSocket socket;
        socket.socket.state = state.toStdString();
        socket.uid = 1000;
        socket.inode = static_cast<std::uint64_t>(inode);
        QVERIFY2(bytes(whyUnheld(socket, allSeen)).contains(why), whyUnheld(socket, allSeen).c_str());
    }

    void aPortInUseIsNotFree()
    {
        Fixture machine;
        addHolder(machine, 100);
        machine.write("10/net/tcp", heading + line(server, nobody, "0A", 0, 100) +
                                        line(server, "0100007F:9C40", "06", 0, 0) +
                                        line(server, "0100007F:9C41", "06", 0, 0) +
                                        line(server, "0100007F:9C42", "01", 0, 0) +
                                        line("0100007F:9C43", server, "06", 0, 0) +
                                        line("0100007F:9C44", "0100007F:0001", "06", 0, 0));
        const auto found = ask(machine, "8080");
        QCOMPARE(found.holders.size(), std::size_t(1));
        QCOMPARE(told(found), QByteArray("ESTABLISHED 127.0.0.1:8080>127.0.0.1:40002 x1, "
                                         "TIME_WAIT 127.0.0.1:40003>127.0.0.1:8080 x1, "
                                         "TIME_WAIT 127.0.0.1:8080> x2"));
        QVERIFY(ask(machine, "udp:8080").unheld.empty());
        QVERIFY(ask(machine, "9").unheld.empty());
        QCOMPARE(told(ask(machine, "127.0.0.1:8080")), told(found));
        QVERIFY(ask(machine, "127.0.0.2:8080").unheld.empty());
    }

    void aListenerWithoutAProcessIsTold()
    {
        Fixture machine;
        addHolder(machine, 100);
        machine.write("net/tcp",
                      heading + line(server, nobody, "0A", 33, 200)); // at the root: its maker's own
        machine.write("10/net/udp", heading + line(server, nobody, "07", 0, 300));
        const auto found = ask(machine, "8080");
        QVERIFY(found.holders.empty());
        QCOMPARE(told(found), QByteArray("CLOSE 127.0.0.1:8080> x1, LISTEN 127.0.0.1:8080> x1"));
        const auto listener = std::ranges::find(found.unheld, std::uint64_t(200), &UnheldSocket::inode);
        QVERIFY(listener->uid == Uid{33});
        const auto other = std::ranges::find(found.unheld, std::uint64_t(300), &UnheldSocket::inode);
        QVERIFY(bytes(other->why).contains("in the network namespace of process 10"));
        QCOMPARE(ask(machine, "socket:[200]").unheld.size(), std::size_t(1));
        QCOMPARE(ask(machine, "inode:200").unheld.size(), std::size_t(1));
        QVERIFY(ask(machine, "pipe:[200]").unheld.empty());
    }

    /// The true cases: a listener of this very process has a holder; what it closed waits without one.
    void thisMachinesPortIsTold()
    {
        const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *where = reinterpret_cast<sockaddr *>(&address);
        QCOMPARE(bind(listener, where, size), 0);
        QCOMPARE(listen(listener, 4), 0);
        QCOMPARE(getsockname(listener, where, &size), 0);
        const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::connect(client, where, size) != 0 && errno == ENETUNREACH) {
            qInfo("the loopback interface is down here: the captured tables alone are tested");
            close(client);
            close(listener);
            return;
        }
        const auto query = "tcp:127.0.0.1:" + std::to_string(ntohs(address.sin_port));
        const auto inspector = LinuxInspector::create();
        QVERIFY2(inspector, why(inspector));

        // Nobody has accepted the connection: it has no descriptor yet.
        const auto waiting = *inspector->whoHas(*parseFileQuery(query));
        QCOMPARE(waiting.holders.size(), std::size_t(2)); // the listener and the client
        QCOMPARE(waiting.unheld.size(), std::size_t(1));
        QVERIFY(bytes(waiting.unheld.front().why).contains("waits to be accepted"));

        const int accepted = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        QVERIFY(accepted >= 0);
        close(accepted);
        close(client);
        close(listener);
        const auto closed = *inspector->whoHas(*parseFileQuery(query));
        QVERIFY(closed.holders.empty());
        QVERIFY(!closed.unheld.empty());
        QVERIFY2(bytes(closed.unheld.front().why).startsWith("closed"), closed.unheld.front().why.c_str());
    }

    void aSocketOnItsWayIsTold()
    {
        std::array<int, 2> pair{};
        QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()), 0);
        const int sent = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *where = reinterpret_cast<sockaddr *>(&address);
        QCOMPARE(bind(sent, where, size), 0);
        QCOMPARE(getsockname(sent, where, &size), 0);

        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
        char byte = 'x';
        iovec part{&byte, 1};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        auto *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(header), &sent, sizeof sent);
        QCOMPARE(sendmsg(pair[0], &message, 0), ssize_t(1));
        close(sent);

        const auto inspector = LinuxInspector::create();
        QVERIFY2(inspector, why(inspector));
        const auto found =
            *inspector->whoHas(*parseFileQuery("udp:127.0.0.1:" + std::to_string(ntohs(address.sin_port))));
        QVERIFY(found.holders.empty());
        QCOMPARE(found.unheld.size(), std::size_t(1));
        QVERIFY(found.unheld.front().uid == geteuid());
        QVERIFY(bytes(found.unheld.front().why)
                    .contains(found.incomplete.empty() ? "on its way" : "may be read"));
        close(pair[0]);
        close(pair[1]);
    }
};

static const forklore::TestClass<TestUnheldSockets> testClass(__FILE__);
#include "tst_unheld_sockets.moc"
