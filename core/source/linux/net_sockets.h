// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/net/*, proc_pid_net(5): the socket tables of a process's network namespace, by inode.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "core/base/file.h"
#include "core/process/descriptor.h"

namespace forklore {

using SocketTable = std::unordered_map<std::uint64_t, Socket>;

// Lines that are not what proc_pid_net(5) promises are passed over: a table holds what could be understood.

/// tcp, udp, udplite, raw, icmp and their 6 forms. @param family "inet" or "inet6" @param type as
/// Socket::type
[[nodiscard]] SocketTable parseNetInet(std::string_view text, std::string_view family, std::string_view type);
[[nodiscard]] SocketTable parseNetUnix(std::string_view text);
[[nodiscard]] SocketTable parseNetNetlink(std::string_view text);
[[nodiscard]] SocketTable parseNetPacket(std::string_view text);

/// All of them. A table that cannot be read is left out.
/// @param facts what holds "net": /proc/PID, or /proc itself for the caller's network
[[nodiscard]] SocketTable readNetSockets(const Directory &facts);

/// Fills Descriptor::socket of every socket among them.
void addSockets(const Directory &facts, Descriptors &descriptors);

} // namespace forklore
