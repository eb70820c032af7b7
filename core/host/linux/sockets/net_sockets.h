// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sockets of a process's network namespace, by inode: from sock_diag(7) where it answers for that
// namespace, else from the files below /proc/PID/net, proc_pid_net(5).
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/file.h"
#include "core/host/linux/sockets/net_inet.h"
#include "core/host/linux/sockets/socket_table.h"
#include "core/host/linux/sockets/unix_diag.h"
#include "core/process/resources/descriptor.h"

namespace forklore {

// Lines that are not what proc_pid_net(5) promises are passed over: a table holds what could be understood.
// So are those of the kernel's own sockets, which have no inode.

[[nodiscard]] SocketTable parseNetNetlink(std::string_view text);

/// By their numbers. Each network namespace has numbers of its own.
using InterfaceNames = std::unordered_map<unsigned, std::string>;
/// An address is "protocol 0x0800 (IPv4), interface eth0".
[[nodiscard]] SocketTable parseNetPacket(std::string_view text, const InterfaceNames &interfaces);

/// What sock_diag(7) tells of the caller's own network namespace.
struct OwnSockets {
    Result<UnixSockets> unixSockets;
    Result<SocketTable> vsock;
};
[[nodiscard]] OwnSockets readOwnSockets();

/// Whether a process is in the caller's own network namespace. False where that cannot be told.
/// @param facts /proc/PID
[[nodiscard]] bool isInOwnNetwork(const Directory &facts);

struct NetSockets {
    SocketTable table;
    std::vector<InetSocket> inet; ///< those without a descriptor too
    /// Inodes that net/unix tells of in a way that cannot be trusted: NetUnix::doubtful.
    std::unordered_set<std::uint64_t> doubtful;
};

/// @param facts what holds "net": /proc/PID, or /proc itself for the caller's network
/// @param own where that is the caller's own network; null: it is another one
[[nodiscard]] NetSockets readNetSockets(const Directory &facts, const OwnSockets *own);

/// Fills Descriptor::socket of every socket among them.
void addSockets(const Directory &facts, Descriptors &descriptors);

} // namespace forklore
