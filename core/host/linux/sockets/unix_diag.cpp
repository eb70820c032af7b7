// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/unix_diag.h"

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
    while (!bytes.empty()) {
        const auto header = frontOf<nlattr>(bytes);
        if (!header || header->nla_len < sizeof(nlattr) || header->nla_len > bytes.size())
            return failure(ErrorKind::Malformed, "sock_diag: an attribute is longer than its message");
        const auto value = removePart(bytes, header->nla_len).substr(sizeof(nlattr));
        if (header->nla_type == UNIX_DIAG_PEER)
            socket.peer = frontOf<std::uint32_t>(value).value_or(0);
        else if (header->nla_type == UNIX_DIAG_NAME)
            socket.path = pathOf(value);
        else if (header->nla_type == UNIX_DIAG_VFS)
            socket.file = boundFileOf(value);
    }
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
    for (auto payload : messages->sockets) {
        const auto about = frontOf<unix_diag_msg>(payload);
        if (!about)
            return failure(ErrorKind::Malformed, "sock_diag: a cut socket");
        removePart(payload, sizeof(unix_diag_msg));
        auto socket = parseAttributes(payload);
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
