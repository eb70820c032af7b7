// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/helper/connection.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "core/base/clocks.h"
#include "core/codec/operation_document.h"

namespace forklore {
namespace {

using NameOf = int (*)(int, sockaddr *, socklen_t *);

/// An address without a path: nobody can connect to it.
bool isUnnamed(int descriptor, NameOf nameOf)
{
    sockaddr_un address{};
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    return nameOf(descriptor, generic, &size) == 0 && address.sun_family == AF_UNIX &&
           size == offsetof(sockaddr_un, sun_path);
}

bool isStream(int descriptor)
{
    int type = 0;
    socklen_t size = sizeof type;
    return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

int milliseconds(std::chrono::nanoseconds time)
{
    constexpr std::chrono::milliseconds aMinute(60'000); // a longer wait goes on in the caller's loop
    return static_cast<int>(std::min(std::chrono::ceil<std::chrono::milliseconds>(time), aMinute).count());
}

/// The process that has sent a message; nothing: the kernel does not tell.
std::optional<pid_t> senderOf(msghdr &message)
{
    for (auto *part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_CREDENTIALS)
            continue;
        ucred sender{};
        std::memcpy(&sender, CMSG_DATA(part), sizeof sender);
        return sender.pid;
    }
    return std::nullopt;
}

} // namespace

Result<Connection> Connection::create(int descriptor, uid_t user)
{
    if (!isStream(descriptor) || !isUnnamed(descriptor, getsockname) || !isUnnamed(descriptor, getpeername))
        return failure(ErrorKind::Unsupported,
                       "listens to Forklore through a socket pair, and to nothing else");
    ucred peer{};
    socklen_t size = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return failureOf(errno, "the other end of the socket");
    if (peer.uid != user || peer.pid <= 0)
        return failure(ErrorKind::Denied, "serves the user alone for whom pkexec has started it");
    const int yes = 1;
    if (setsockopt(descriptor, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes) != 0)
        return failureOf(errno, "the senders of requests");
    return Connection(descriptor, peer.pid);
}

/// What has come; empty at the end.
Result<std::string> Connection::receive() const
{
    std::string bytes(longestOperationLine, '\0');
    iovec room{bytes.data(), bytes.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> control{}; // descriptors find no room in it
    msghdr message{};
    message.msg_iov = &room;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const auto count = recvmsg(m_descriptor, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (count < 0)
        return failureOf(errno, "the next request");
    bytes.resize(static_cast<std::size_t>(count));
    if (count > 0 && senderOf(message) != m_peer)
        return failure(ErrorKind::Denied, "only the process that made the connection is served");
    return bytes;
}

Result<std::string> Connection::readLine(std::chrono::nanoseconds atMost)
{
    const auto end = bootClock() + atMost; // a machine that was suspended has been left alone, too
    for (;;) {
        if (const auto at = m_received.find('\n'); at != std::string::npos) {
            auto line = m_received.substr(0, at);
            m_received.erase(0, at + 1);
            return line;
        }
        if (m_received.size() > longestOperationLine)
            return failure(ErrorKind::Malformed, "a request is not that long");
        const auto left = end - bootClock();
        if (left <= std::chrono::nanoseconds(0))
            return failure(ErrorKind::Gone, "no request for a long time");
        pollfd input{m_descriptor, POLLIN, 0};
        if (poll(&input, 1, milliseconds(left)) <= 0 || bootClock() >= end)
            continue;
        auto bytes = receive();
        if (!bytes)
            return bytes;
        if (bytes->empty())
            return failure(ErrorKind::Gone, "the other end is closed");
        m_received += *bytes;
    }
}

bool Connection::writeLine(std::string text) const
{
    constexpr std::chrono::seconds patience(5); // of a window that does not read
    const auto end = bootClock() + patience;
    text += '\n';
    for (std::size_t at = 0; at < text.size();) {
        const auto count =
            send(m_descriptor, text.data() + at, text.size() - at, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0) {
            at += static_cast<std::size_t>(count);
            continue;
        }
        const auto left = end - bootClock();
        pollfd output{m_descriptor, POLLOUT, 0};
        const bool mayWait = errno == EAGAIN || errno == EINTR;
        if (!mayWait || left <= std::chrono::nanoseconds(0) || poll(&output, 1, milliseconds(left)) == 0)
            return false;
    }
    return true;
}

} // namespace forklore
