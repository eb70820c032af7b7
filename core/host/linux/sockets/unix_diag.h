// SPDX-License-Identifier: GPL-3.0-or-later
//
// The UNIX sockets of this network namespace with their names and their other ends, sock_diag(7):
// /proc/net/unix has no other ends, and names that can be mistaken for lines (net_unix.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/process/resources/socket.h"

namespace forklore {

/// The file that a socket was bound to, whatever path leads there.
struct BoundFile {
    std::uint64_t device = 0; ///< as in st_dev
    std::uint32_t inode = 0;  ///< the low half of st_ino: the kernel tells no more

    bool operator==(const BoundFile &) const = default;
};

struct UnixSocket {
    std::uint64_t peer = 0; ///< the inode of the socket it is connected with; 0: none
    std::string path;       ///< "@name" for an abstract one; empty: not bound
    std::string type = {};  ///< as Socket::type
    std::string state = {}; ///< as Socket::state
    std::optional<BoundFile> file = {};

    bool operator==(const UnixSocket &) const = default;
};

/// By inode.
using UnixSockets = std::unordered_map<std::uint64_t, UnixSocket>;

/// What one datagram of the answer holds.
struct UnixDiagAnswer {
    std::vector<std::pair<std::uint64_t, UnixSocket>> sockets;
    bool last = false; ///< nothing follows
};

/// @param bytes as for parseSockDiag()
[[nodiscard]] Result<UnixDiagAnswer> parseUnixDiag(std::string_view bytes);

/// Asks the kernel. Of other network namespaces it tells nothing.
[[nodiscard]] Result<UnixSockets> readUnixSockets();

/// With the path of its other end as the remote address, where there is one.
[[nodiscard]] Socket socketOf(const UnixSocket &one, const UnixSockets &all);

} // namespace forklore
