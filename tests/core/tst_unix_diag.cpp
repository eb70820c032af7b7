// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cerrno>
#include <cstring>

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/source/linux/unix_diag.h"
#include "tests/support/bytes.h"

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

QTEST_GUILESS_MAIN(TestUnixDiag)
#include "tst_unix_diag.moc"
