// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <array>
#include <cerrno>

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/vm_sockets_diag.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/host/linux/sockets/net_sockets.h"
#include "core/host/linux/sockets/socket_protocol.h"
#include "core/host/linux/sockets/vsock_diag.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

template <class T>
QByteArray raw(const T &value)
{
    return {reinterpret_cast<const char *>(&value), sizeof value};
}

QByteArray message(std::uint16_t type, const QByteArray &payload)
{
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(sizeof header + static_cast<std::size_t>(payload.size()));
    header.nlmsg_type = type;
    return raw(header) + payload;
}

QByteArray vsock(std::uint32_t inode, std::uint8_t state, std::array<std::uint32_t, 4> ends)
{
    vsock_diag_msg about{};
    about.vdiag_family = AF_VSOCK;
    about.vdiag_type = SOCK_STREAM;
    about.vdiag_state = state;
    about.vdiag_src_cid = ends[0];
    about.vdiag_src_port = ends[1];
    about.vdiag_dst_cid = ends[2];
    about.vdiag_dst_port = ends[3];
    about.vdiag_ino = inode;
    return message(SOCK_DIAG_BY_FAMILY, raw(about));
}

} // namespace

class TestVsockDiag : public QObject {
    Q_OBJECT

private slots:
    void addressesAreTold()
    {
        const auto answer = parseVsockDiag(
            view(vsock(5, 10, {~0u, 1024, ~0u, ~0u}) + vsock(6, 1, {3, 1024, 2, 77}) +
                 vsock(7, 7, {~0u, ~0u, ~0u, ~0u}) + message(NLMSG_DONE, QByteArray(4, '\0'))));
        QVERIFY2(answer, why(answer));
        QVERIFY(answer->last);
        QCOMPARE(answer->sockets.size(), std::size_t(3));
        QVERIFY(answer->sockets.at(5) == (Socket{"vsock", "stream", "LISTEN", "*:1024", ""}));
        QVERIFY(answer->sockets.at(6) == (Socket{"vsock", "stream", "ESTABLISHED", "3:1024", "2:77"}));
        QVERIFY(answer->sockets.at(7) == (Socket{"vsock", "stream", "CLOSE", "", ""}));
    }

    void nothingCutIsBelieved()
    {
        const auto whole = vsock(5, 1, {1, 2, 3, 4});
        for (qsizetype size = 1; size < whole.size(); ++size)
            QCOMPARE(kindOf(parseVsockDiag(view(whole.left(size)))), QByteArray("malformed"));
        QCOMPARE(kindOf(parseVsockDiag(view(message(SOCK_DIAG_BY_FAMILY, QByteArray(8, '\0'))))),
                 QByteArray("malformed"));
    }

    void aKernelWithoutItSaysSo()
    {
        nlmsgerr error{};
        error.error = -ENOENT;
        QCOMPARE(kindOf(parseVsockDiag(view(message(NLMSG_ERROR, raw(error))))), QByteArray("unsupported"));
    }

    /// The address, or the reason why it is not known: never an empty one.
    void thisMachinesSocketIsTold()
    {
        const int fd = socket(AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (fd < 0) {
            qInfo("no vsock sockets here (errno %d): the parser alone is tested", errno);
            return;
        }
        const auto self = Directory::open("/proc/self");
        QVERIFY2(self, why(self));
        Descriptors descriptors(1);
        descriptors.front().number = fd;
        descriptors.front().kind = DescriptorKind::Socket;
        struct stat file {};
        QCOMPARE(fstat(fd, &file), 0);
        descriptors.front().inode = file.st_ino;
        addSockets(*self, descriptors);
        const auto &socket = **descriptors.front().socket;
        QCOMPARE(bytes(socket.family), QByteArray("vsock"));
        if (!readVsockSockets()) {
            qInfo("this kernel has no vsock_diag: the reason alone is tested");
            QVERIFY(socket.addressError);
        }
        close(fd);
    }

    void protocolsNameTheFamily_data()
    {
        QTest::addColumn<QByteArray>("protocol");
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<bool>("known"); ///< whether it is known that there are no addresses
        const auto row = [](const char *protocol, const char *family, bool known) {
            QTest::newRow(protocol) << QByteArray(protocol) << QByteArray(family) << known;
        };
        row("TCP", "inet", false);
        row("UDPv6", "inet6", false);
        row("MPTCP", "inet", false);
        row("NETLINK", "netlink", true);
        row("AF_VSOCK", "vsock", false);
        row("XDP", "xdp", false);
        row("ALG", "alg", false);
        row("L2CAP", "bluetooth", false);
        row("CAN_RAW", "can", false);
        row("UNIX-STREAM", "unix", false);
        row("KCM", "kcm", false);
        row("", "unknown", false);
    }
    void protocolsNameTheFamily()
    {
        QFETCH(QByteArray, protocol);
        QFETCH(bool, known);
        const auto socket = socketByProtocol(view(protocol), false);
        QTEST(bytes(socket.family), "family");
        QCOMPARE(!socket.addressError, known);
    }

    void aDoubtfulLineIsSaid()
    {
        QVERIFY(socketByProtocol("UNIX", true).addressError->message.find("another one's name") !=
                std::string::npos);
        QVERIFY(socketByProtocol("TCP", true).addressError->message.find("another one's name") ==
                std::string::npos); // what is no UNIX socket is not lied about
    }
};

static const forklore::TestClass<TestVsockDiag> testClass(__FILE__);
#include "tst_vsock_diag.moc"
