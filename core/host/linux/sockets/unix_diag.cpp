// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/unix_diag.h"

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/unix_diag.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>

#include <fmt/format.h>

#include "core/host/linux/sockets/sock_diag.h"
#include "core/host/linux/sockets/socket_table.h"

namespace forklore {
namespace {

std::string pathOf(std::string_view name)
{
    if (name.starts_with('\0')) // an abstract name may hold further NULs, and they count
        return fmt::format("@{}", name.substr(1));
    return std::string(name.substr(0, name.find('\0')));
}

/// The kernel's own form of a device number has 20 bits of minor.
std::optional<BoundFile> boundFileOf(std::string_view value)
{
    const auto file = frontOf<unix_diag_vfs>(value);
    if (!file)
        return std::nullopt;
    constexpr unsigned minorBits = 20;
    constexpr std::uint32_t minorMask = (1u << minorBits) - 1;
    return BoundFile{makedev(file->udiag_vfs_dev >> minorBits, file->udiag_vfs_dev & minorMask),
                     file->udiag_vfs_ino};
}

Result<UnixSocket> parseAttributes(std::string_view bytes)
{
    UnixSocket socket;
    int left = static_cast<int>(bytes.size());
    const auto *attribute = reinterpret_cast<const nlattr *>(bytes.data());
    while (mnl_attr_ok(attribute, left)) {
        const std::string_view value(static_cast<const char *>(mnl_attr_get_payload(attribute)),
                                     mnl_attr_get_payload_len(attribute));
        const auto type = mnl_attr_get_type(attribute);
        if (type == UNIX_DIAG_PEER)
            socket.peer = frontOf<std::uint32_t>(value).value_or(0);
        else if (type == UNIX_DIAG_NAME)
            socket.path = pathOf(value);
        else if (type == UNIX_DIAG_VFS)
            socket.file = boundFileOf(value);
        left -= static_cast<int>(MNL_ALIGN(mnl_attr_get_len(attribute)));
        attribute = mnl_attr_next(attribute);
    }
    if (left > 0)
        return failure(ErrorKind::Malformed, "sock_diag: an attribute is longer than its message");
    return socket;
}

} // namespace

Result<UnixDiagAnswer> parseUnixDiag(std::string_view bytes)
{
    const auto messages = parseSockDiag(bytes);
    if (!messages)
        return Failure(messages.error());
    UnixDiagAnswer answer;
    answer.last = messages->last;
    for (const auto payload : messages->sockets) {
        const auto about = frontOf<unix_diag_msg>(payload);
        if (!about)
            return failure(ErrorKind::Malformed, "sock_diag: a cut socket");
        auto socket = parseAttributes(payload.substr(sizeof(unix_diag_msg)));
        if (!socket)
            return Failure(socket.error());
        socket->type = socketTypeName(about->udiag_type);
        socket->state = socketStateName(about->udiag_state);
        answer.sockets.emplace_back(about->udiag_ino, std::move(*socket));
    }
    return answer;
}

Result<UnixSockets> readUnixSockets()
{
    unix_diag_req wanted{};
    wanted.sdiag_family = AF_UNIX;
    wanted.udiag_states = ~0u;
    wanted.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_VFS;
    UnixSockets sockets;
    const auto handle = [&](std::string_view bytes) {
        return parseUnixDiag(bytes).map([&](UnixDiagAnswer &&answer) {
            for (auto &[inode, socket] : answer.sockets)
                sockets.insert_or_assign(inode, std::move(socket));
            return answer.last;
        });
    };
    const auto read = dumpSockets({reinterpret_cast<const char *>(&wanted), sizeof wanted}, handle);
    if (!read)
        return Failure(read.error());
    return sockets;
}

Socket socketOf(const UnixSocket &one, const UnixSockets &all)
{
    const auto peer = all.find(one.peer);
    return {"unix", one.type, one.state, one.path, peer != all.end() ? peer->second.path : std::string()};
}

} // namespace forklore
