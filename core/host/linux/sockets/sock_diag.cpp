// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/sock_diag.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string>

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include "core/base/file.h"

namespace forklore {
namespace {

constexpr const char *asking = "ask the kernel for sockets";

/// @param negated an errno as netlink(7) sends it
Failure errorOf(int negated)
{
    if (negated == -ENOENT)
        return failure(ErrorKind::Unsupported, "this kernel has no sock_diag for sockets of this family");
    return failureOf(negated < 0 && negated > -4096 ? -negated : EPROTO, asking);
}

Failure errorOf(std::string_view payload)
{
    const auto error = frontOf<nlmsgerr>(payload);
    if (!error)
        return failure(ErrorKind::Malformed, "sock_diag: a cut error message");
    return errorOf(error->error);
}

/// One datagram from the kernel. What another process has sent is passed over.
Result<std::string_view> receive(int socket, std::string &buffer)
{
    for (;;) {
        sockaddr_nl from{};
        socklen_t length = sizeof from;
        const auto size =
            recvfrom(socket, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr *>(&from), &length);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return failureOf(size < 0 ? errno : EPROTO, "read the kernel's sockets");
        if (from.nl_pid == 0)
            return std::string_view(buffer.data(), static_cast<std::size_t>(size));
    }
}

} // namespace

Result<SockDiagAnswer> parseSockDiag(std::string_view bytes)
{
    SockDiagAnswer answer;
    int left = static_cast<int>(bytes.size());
    const auto *message = reinterpret_cast<const nlmsghdr *>(bytes.data());
    for (; mnl_nlmsg_ok(message, left); message = mnl_nlmsg_next(message, &left)) {
        const std::string_view payload(static_cast<const char *>(mnl_nlmsg_get_payload(message)),
                                       mnl_nlmsg_get_payload_len(message));
        const auto type =
            frontOf<nlmsghdr>({reinterpret_cast<const char *>(message), sizeof *message})->nlmsg_type;
        if (type == NLMSG_ERROR)
            return errorOf(payload);
        if (type == SOCK_DIAG_BY_FAMILY)
            answer.sockets.push_back(payload);
        if (type != NLMSG_DONE)
            continue;
        // A dump may fail when some of it was sent already.
        if (const auto error = frontOf<std::int32_t>(payload).value_or(0); error < 0)
            return errorOf(error);
        answer.last = true;
        return answer;
    }
    if (left > 0)
        return failure(ErrorKind::Malformed, "sock_diag: a cut message");
    return answer;
}

Result<void> dumpSockets(std::string_view request,
                         const std::function<Result<bool>(std::string_view)> &handle)
{
    const FileDescriptor netlink(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (netlink.get() < 0)
        return failureOf(errno, "open a sock_diag socket");
    std::string buffer(32768, '\0'); // the kernel fills no more than this at a time
    auto *header = mnl_nlmsg_put_header(buffer.data());
    header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
    header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    std::ranges::copy(request, static_cast<char *>(mnl_nlmsg_put_extra_header(header, request.size())));
    if (send(netlink.get(), header, header->nlmsg_len, 0) < 0)
        return failureOf(errno, asking);

    for (;;) {
        const auto last = receive(netlink.get(), buffer).and_then(handle);
        if (!last)
            return Failure(last.error());
        if (*last)
            return {};
    }
}

} // namespace forklore
