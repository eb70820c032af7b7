// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/unix_diag.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/socket.h>

#include <fmt/format.h>

#include "core/base/file.h"

namespace forklore {
namespace {

/// The value at the front, which need not be aligned there; nothing when the bytes end before it does.
template <class T>
std::optional<T> front(std::string_view bytes)
{
    if (bytes.size() < sizeof(T))
        return std::nullopt;
    T value{};
    std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
}

/// Takes `length` bytes and what fills them up to the next boundary of four.
std::string_view take(std::string_view &bytes, std::size_t length)
{
    const auto part = bytes.substr(0, length);
    constexpr std::size_t boundary = 4;
    bytes.remove_prefix(std::min(bytes.size(), (length + boundary - 1) / boundary * boundary));
    return part;
}

std::string pathOf(std::string_view name)
{
    if (name.starts_with('\0')) // an abstract name may hold further NULs, and they count
        return fmt::format("@{}", name.substr(1));
    return std::string(name.substr(0, name.find('\0')));
}

Failure malformed(const char *what)
{
    return failure(ErrorKind::Malformed, what);
}

Result<UnixSocket> parseAttributes(std::string_view bytes)
{
    UnixSocket socket;
    while (!bytes.empty()) {
        const auto header = front<nlattr>(bytes);
        if (!header || header->nla_len < sizeof(nlattr) || header->nla_len > bytes.size())
            return malformed("sock_diag: an attribute is longer than its message");
        const auto value = take(bytes, header->nla_len).substr(sizeof(nlattr));
        if (header->nla_type == UNIX_DIAG_PEER)
            socket.peer = front<std::uint32_t>(value).value_or(0);
        else if (header->nla_type == UNIX_DIAG_NAME)
            socket.path = pathOf(value);
    }
    return socket;
}

Failure errorOf(std::string_view payload)
{
    const auto error = front<nlmsgerr>(payload);
    if (!error)
        return malformed("sock_diag: a cut error message");
    return failureOf(error->error < 0 && error->error > -4096 ? -error->error : EPROTO,
                     "ask for the UNIX sockets");
}

} // namespace

Result<UnixDiagAnswer> parseUnixDiag(std::string_view bytes)
{
    UnixDiagAnswer answer;
    while (!bytes.empty() && !answer.last) {
        const auto header = front<nlmsghdr>(bytes);
        if (!header || header->nlmsg_len < sizeof(nlmsghdr) || header->nlmsg_len > bytes.size())
            return malformed("sock_diag: a cut message");
        auto payload = take(bytes, header->nlmsg_len).substr(sizeof(nlmsghdr));
        if (header->nlmsg_type == NLMSG_ERROR)
            return errorOf(payload);
        if (header->nlmsg_type == NLMSG_DONE) {
            answer.last = true;
        } else if (header->nlmsg_type == SOCK_DIAG_BY_FAMILY) {
            const auto about = front<unix_diag_msg>(payload);
            if (!about)
                return malformed("sock_diag: a cut socket");
            take(payload, sizeof(unix_diag_msg));
            auto socket = parseAttributes(payload);
            if (!socket)
                return Failure(socket.error());
            answer.sockets.emplace_back(about->udiag_ino, std::move(*socket));
        }
    }
    return answer;
}

Result<UnixSockets> readUnixSockets()
{
    const FileDescriptor netlink(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (netlink.get() < 0)
        return failureOf(errno, "open a sock_diag socket");
    struct {
        nlmsghdr header;
        unix_diag_req wanted;
    } request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.wanted.sdiag_family = AF_UNIX;
    request.wanted.udiag_states = ~0u;
    request.wanted.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER;
    if (send(netlink.get(), &request, sizeof request, 0) < 0)
        return failureOf(errno, "ask for the UNIX sockets");

    UnixSockets sockets;
    std::string buffer(32768, '\0'); // the kernel fills no more than this at a time
    for (;;) {
        const auto size = recv(netlink.get(), buffer.data(), buffer.size(), 0);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return failureOf(size < 0 ? errno : EPROTO, "read the UNIX sockets");
        auto answer = parseUnixDiag({buffer.data(), static_cast<std::size_t>(size)});
        if (!answer)
            return Failure(answer.error());
        for (auto &[inode, socket] : answer->sockets)
            sockets.insert_or_assign(inode, std::move(socket));
        if (answer->last)
            return sockets;
    }
}

} // namespace forklore
