// SPDX-License-Identifier: GPL-3.0-or-later
//
// The UNIX sockets of this network namespace with their other ends, sock_diag(7): /proc/net/unix has none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace forklore {

struct UnixSocket {
    std::uint64_t peer = 0; ///< the inode of the socket it is connected with; 0: none
    std::string path;       ///< "@name" for an abstract one; empty: not bound

    bool operator==(const UnixSocket &) const = default;
};

/// By inode.
using UnixSockets = std::unordered_map<std::uint64_t, UnixSocket>;

/// What one datagram of the answer holds.
struct UnixDiagAnswer {
    std::vector<std::pair<std::uint64_t, UnixSocket>> sockets;
    bool last = false; ///< nothing follows
};

/// @param bytes netlink messages, netlink(7). An error that the kernel answered with is the Error of its
/// errno.
[[nodiscard]] Result<UnixDiagAnswer> parseUnixDiag(std::string_view bytes);

/// Asks the kernel. Of other network namespaces it tells nothing.
[[nodiscard]] Result<UnixSockets> readUnixSockets();

} // namespace forklore
