// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/events/proc_connector.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <libmnl/libmnl.h>
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace forklore {
namespace {

using What = ConnectorMessage::What;

/// The wish to listen, without a filter: with one the kernel neither answers nor numbers what it sends.
auto wishToListen(std::uint32_t number)
{
    constexpr std::uint32_t operation = PROC_CN_MCAST_LISTEN;
    alignas(nlmsghdr) std::array<char, sizeof(nlmsghdr) + sizeof(cn_msg) + sizeof operation> wish;
    auto *netlink = mnl_nlmsg_put_header(wish.data());
    netlink->nlmsg_type = NLMSG_DONE;
    cn_msg connector{};
    connector.id = {CN_IDX_PROC, CN_VAL_PROC};
    connector.seq = connector.ack = number;
    connector.len = sizeof operation;
    auto *body =
        static_cast<char *>(mnl_nlmsg_put_extra_header(netlink, sizeof connector + sizeof operation));
    std::memcpy(body, &connector, sizeof connector);
    std::memcpy(body + sizeof connector, &operation, sizeof operation);
    return wish;
}

Failure refused(int error)
{
    switch (error) {
    case EPERM:
    case EACCES:
        return failure(ErrorKind::Denied, "before Linux 6.6 the kernel reports its events to root alone");
    case ECONNREFUSED:
        return failure(ErrorKind::Unsupported,
                       "the kernel reports its events only outside of containers: this is another network "
                       "namespace than the machine's own");
    case EPROTONOSUPPORT:
    case EAFNOSUPPORT:
        return failure(ErrorKind::Io, "this kernel has no process connector (CONFIG_PROC_EVENTS)");
    default:
        return failureOf(error, "the process connector");
    }
}

/// About 700 bytes of it are taken up by a message. Beyond the administrator's limit only root may go.
void enlargeBuffer(int socket)
{
    constexpr int bytes = 32 << 20;
    if (setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

} // namespace

Result<ProcConnector> ProcConnector::open()
{
    FileDescriptor socket(::socket(PF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_CONNECTOR));
    if (socket.get() < 0)
        return refused(errno);
    enlargeBuffer(socket.get());
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = CN_IDX_PROC;
    if (bind(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return refused(errno);
    ProcConnector connector(std::move(socket));
    return connector.listen().map([&] { return std::move(connector); });
}

Result<void> ProcConnector::listen()
{
    constexpr std::chrono::milliseconds patience(200);
    const auto number =
        static_cast<std::uint32_t>(getpid()) << 8u ^
        static_cast<std::uint32_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    const auto wish = wishToListen(number);
    if (send(m_socket.get(), wish.data(), wish.size(), 0) < 0)
        return refused(errno);
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        const auto message = receive();
        if (!message) {
            pollfd readable{m_socket.get(), POLLIN, 0};
            constexpr int moment = 20; // ms
            poll(&readable, 1, moment);
            continue;
        }
        if (message->what != What::Acknowledged) {
            m_early.push_back(*message);
            continue;
        }
        // Everybody hears every answer: another program's must not be taken for ours.
        if (message->answers != number + 1)
            continue;
        if (message->refused != 0)
            return refused(static_cast<int>(message->refused));
        return {};
    }
    return failure(ErrorKind::Unsupported,
                   "the kernel reports its events only outside of containers: this is another pid or user "
                   "namespace than the machine's own");
}

std::optional<ConnectorMessage> ProcConnector::receive()
{
    constexpr std::size_t longest = 512; // what there is today takes 76
    std::array<char, longest> buffer;
    for (;;) {
        sockaddr_nl sender{};
        socklen_t length = sizeof sender;
        const auto size = recvfrom(m_socket.get(), buffer.data(), buffer.size(), 0,
                                   reinterpret_cast<sockaddr *>(&sender), &length);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno == ENOBUFS) {
            m_loss = m_loss.value_or(0);
            continue;
        }
        if (size < 0)
            return std::nullopt;
        if (sender.nl_pid != 0) // another program pretends to be the kernel
            continue;
        auto message = parseConnectorMessage({buffer.data(), static_cast<std::size_t>(size)});
        if (!message)
            continue;
        count(*message);
        return std::move(*message);
    }
}

void ProcConnector::count(const ConnectorMessage &message)
{
    const auto [last, first] = m_sequences.try_emplace(message.cpu, message.sequence);
    const std::uint32_t missing = first ? 0 : message.sequence - last->second - 1;
    last->second = message.sequence;
    constexpr std::uint32_t half = 0x8000'0000; // backwards: the kernel began to count anew
    if (missing == 0 || missing >= half)
        return;
    m_loss = m_loss.value_or(0) + missing;
}

std::optional<ConnectorMessage> ProcConnector::next()
{
    if (!m_early.empty()) {
        auto message = std::move(m_early.front());
        m_early.pop_front();
        return message;
    }
    auto message = receive();
    while (message && message->what == What::Acknowledged)
        message = receive();
    return message;
}

std::optional<std::uint64_t> ProcConnector::loss()
{
    return std::exchange(m_loss, std::nullopt);
}

} // namespace forklore
