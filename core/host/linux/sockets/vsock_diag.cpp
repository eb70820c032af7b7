// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/vsock_diag.h"

#include <limits>

#include <linux/vm_sockets_diag.h>
#include <sys/socket.h>

#include <fmt/format.h>

#include "core/host/linux/sockets/sock_diag.h"

namespace forklore {
namespace {

constexpr auto any = std::numeric_limits<std::uint32_t>::max(); // VMADDR_CID_ANY, VMADDR_PORT_ANY

std::string numberOrAny(std::uint32_t number)
{
    return number == any ? "*" : std::to_string(number);
}

/// Empty where the port is any: not bound, or not connected.
std::string addressOf(std::uint32_t context, std::uint32_t port)
{
    return port == any ? std::string() : fmt::format("{}:{}", numberOrAny(context), port);
}

} // namespace

Result<VsockDiagAnswer> parseVsockDiag(std::string_view bytes)
{
    const auto messages = parseSockDiag(bytes);
    if (!messages)
        return Failure(messages.error());
    VsockDiagAnswer answer;
    answer.last = messages->last;
    for (const auto payload : messages->sockets) {
        const auto about = frontOf<vsock_diag_msg>(payload);
        if (!about)
            return failure(ErrorKind::Malformed, "sock_diag: a cut socket");
        answer.sockets[about->vdiag_ino] = {"vsock", std::string(socketTypeName(about->vdiag_type)),
                                            std::string(socketStateName(about->vdiag_state)),
                                            addressOf(about->vdiag_src_cid, about->vdiag_src_port),
                                            addressOf(about->vdiag_dst_cid, about->vdiag_dst_port)};
    }
    return answer;
}

Result<SocketTable> readVsockSockets()
{
    vsock_diag_req wanted{};
    wanted.sdiag_family = AF_VSOCK;
    wanted.vdiag_states = ~0u;
    SocketTable sockets;
    const auto handle = [&](std::string_view bytes) {
        return parseVsockDiag(bytes).map([&](VsockDiagAnswer &&answer) {
            sockets.merge(answer.sockets);
            return answer.last;
        });
    };
    const auto read = dumpSockets({reinterpret_cast<const char *>(&wanted), sizeof wanted}, handle);
    if (!read)
        return Failure(read.error());
    return sockets;
}

} // namespace forklore
