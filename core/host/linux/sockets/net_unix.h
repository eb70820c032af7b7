// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/net/unix, proc_pid_net(5): the UNIX sockets of a network namespace, as text.
//
// The kernel prints a name as it is. A name with a newline ends its line early, and what follows the newline
// can look like the line of any other socket. sock_diag(7) gives names with their lengths (unix_diag.h): this
// file is for what it does not answer for, which is another network namespace and a captured /proc.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>

#include "core/host/linux/sockets/socket_table.h"
#include "core/process/resources/socket.h"

namespace forklore {

struct NetUnix {
    SocketTable sockets;
    /// Inodes that only such lines tell of as the name of the socket before could hold. They are in no other
    /// member: neither the name nor the type nor the state in these lines is to be trusted.
    std::unordered_set<std::uint64_t> doubtful;
};

/// A line is trusted where no name before it can reach to its end: a name has at most 108 bytes (unix(7)). A
/// socket whose name goes on behind a newline has Socket::addressError. Lines that cannot be understood
/// belong to the name before them, and are passed over.
[[nodiscard]] NetUnix parseNetUnix(std::string_view text);

} // namespace forklore
