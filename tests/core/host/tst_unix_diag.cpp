// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/host/linux/sockets/net_sockets.h"
#include "core/host/linux/sockets/unix_diag.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

QByteArray padded(QByteArray bytes)
{
    return bytes + QByteArray((4 - bytes.size() % 4) % 4, '\0');
}

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
    return padded(raw(header) + payload);
}

QByteArray attribute(std::uint16_t type, const QByteArray &value)
{
    const nlattr header{static_cast<std::uint16_t>(sizeof(nlattr) + static_cast<std::size_t>(value.size())),
                        type};
    return padded(raw(header) + value);
}

QByteArray unixSocket(std::uint32_t inode, const QByteArray &attributes)
{
    unix_diag_msg about{};
    about.udiag_family = AF_UNIX;
    about.udiag_ino = inode;
    return message(SOCK_DIAG_BY_FAMILY, raw(about) + attributes);
}

QByteArray peer(std::uint32_t inode)
{
    return attribute(UNIX_DIAG_PEER, raw(inode));
}

const QByteArray done = message(NLMSG_DONE, QByteArray(4, '\0'));

} // namespace

class TestUnixDiag : public QObject {
    Q_OBJECT

private slots:
    void socketsAndTheirPeersAreTold()
    {
        const auto name = attribute(UNIX_DIAG_NAME, forklore::raw("/run/log\0"));
        const auto abstract = attribute(UNIX_DIAG_NAME, forklore::raw("\0odd\0name"));
        const auto answer = parseUnixDiag(
            view(unixSocket(5, peer(6)) + unixSocket(6, name + peer(5)) + unixSocket(7, abstract) + done));
        QVERIFY2(answer, why(answer));
        QVERIFY(answer->last);
        QCOMPARE(answer->sockets.size(), std::size_t(3));
        QVERIFY(answer->sockets[0] == (std::pair<std::uint64_t, UnixSocket>(5, {6, ""})));
        QVERIFY(answer->sockets[1] == (std::pair<std::uint64_t, UnixSocket>(6, {5, "/run/log"})));
        QVERIFY(answer->sockets[2] ==
                (std::pair<std::uint64_t, UnixSocket>(7, {0, std::string("@odd\0name", 9)})));
    }

    void typeStateAndFileAreTold()
    {
        unix_diag_msg about{};
        about.udiag_type = SOCK_SEQPACKET;
        about.udiag_state = 10; // TCP_LISTEN, for every family
        about.udiag_ino = 5;
        const unix_diag_vfs file{77, (8u << 20) + 1}; // its inode, its device in the kernel's own form
        const auto answer = parseUnixDiag(
            view(message(SOCK_DIAG_BY_FAMILY, raw(about) + attribute(UNIX_DIAG_VFS, raw(file)))));
        QVERIFY2(answer, why(answer));
        const auto &socket = answer->sockets.front().second;
        QVERIFY(socket == (UnixSocket{0, "", "seqpacket", "LISTEN", BoundFile{makedev(8, 1), 77}}));
    }

    /// A name with a newline and behind it the line of another socket.
    void aForgedNameDecidesNothing()
    {
        const int honest = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int forger = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int untold = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); // in no table
        QVERIFY(honest >= 0 && forger >= 0 && untold >= 0);
        const auto bindTo = [](int fd, const QByteArray &name) {
            sockaddr_un address{};
            address.sun_family = AF_UNIX;
            std::memcpy(&address.sun_path[1], name.constData(), static_cast<std::size_t>(name.size()));
            const auto size = offsetof(sockaddr_un, sun_path) + 1 + static_cast<std::size_t>(name.size());
            return bind(fd, reinterpret_cast<const sockaddr *>(&address), static_cast<socklen_t>(size));
        };
        const auto inodeOf = [](int fd) {
            struct stat file {};
            fstat(fd, &file);
            return file.st_ino;
        };
        const auto lineOn = [&](int fd) {
            return "\n0: 2 0 00010000 0001 01 " + QByteArray::number(qulonglong(inodeOf(fd))) + " /f";
        };
        const auto name = "forklore honest " + QByteArray::number(getpid());
        QCOMPARE(bindTo(honest, name), 0);
        QCOMPARE(bindTo(forger, "f" + QByteArray::number(getpid()) + lineOn(honest) + lineOn(untold)), 0);

        const auto self = Directory::open("/proc/self");
        QVERIFY2(self, why(self));
        const auto own = readOwnSockets();
        const auto asked = readNetSockets(*self, &own);
        QCOMPARE(bytes(asked.table.at(inodeOf(honest)).local), "@" + name);
        QVERIFY(!asked.table.contains(inodeOf(untold)));
        QVERIFY(bytes(asked.table.at(inodeOf(forger)).local).endsWith(" /f")); // a name is bytes
        // And where only the text is to be had.
        const auto read = readNetSockets(*self, nullptr);
        QVERIFY(!read.table.contains(inodeOf(untold)));
        const auto known = read.table.find(inodeOf(honest));
        if (known != read.table.end())
            QCOMPARE(bytes(known->second.local), "@" + name);
        close(honest);
        close(forger);
        close(untold);
    }

    void unknownAttributesAndMessagesArePassedOver()
    {
        const auto shutdown = attribute(UNIX_DIAG_SHUTDOWN, "\x03");
        const auto answer =
            parseUnixDiag(view(message(NLMSG_NOOP, {}) + unixSocket(5, shutdown + peer(6) + shutdown)));
        QVERIFY2(answer, why(answer));
        QVERIFY(!answer->last);
        QCOMPARE(answer->sockets.size(), std::size_t(1));
        QCOMPARE(answer->sockets[0].second.peer, std::uint64_t(6));
    }

    void theKernelsErrorIsTold()
    {
        nlmsgerr error{};
        error.error = -EACCES;
        QCOMPARE(kindOf(parseUnixDiag(view(message(NLMSG_ERROR, raw(error))))), QByteArray("denied"));
        error.error = -ENOENT; // the kernel was built without it
        QVERIFY(!parseUnixDiag(view(message(NLMSG_ERROR, raw(error)))));
    }

    void aDumpThatFailedHalfwayIsNotComplete()
    {
        const auto failed = message(NLMSG_DONE, raw(std::int32_t(-EACCES)));
        QCOMPARE(kindOf(parseUnixDiag(view(unixSocket(5, peer(6)) + failed))), QByteArray("denied"));
    }

    void nothingCutIsBelieved()
    {
        const auto whole = unixSocket(5, peer(6));
        for (qsizetype size = 1; size < whole.size(); ++size)
            QCOMPARE(kindOf(parseUnixDiag(view(whole.left(size)))), QByteArray("malformed"));
        auto longer = whole;
        longer[0] = static_cast<char>(longer[0] + 4); // the message says that it is longer than it is
        QCOMPARE(kindOf(parseUnixDiag(view(longer))), QByteArray("malformed"));
        QVERIFY(parseUnixDiag({}));
    }

    void thisMachineAnswers()
    {
        int pair[2] = {-1, -1};
        QCOMPARE(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair), 0);
        const auto sockets = readUnixSockets();
        QVERIFY2(sockets, why(sockets));
        QVERIFY(sockets->size() >= 2);
        close(pair[0]);
        close(pair[1]);
    }
};

static const forklore::TestClass<TestUnixDiag> testClass(__FILE__);
#include "tst_unix_diag.moc"
