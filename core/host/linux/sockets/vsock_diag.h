// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sockets between virtual machines and their hosts, vsock(7): only sock_diag(7) tells of them.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/host/linux/sockets/socket_table.h"

namespace forklore {

/// What one datagram of the answer holds.
struct VsockDiagAnswer {
    SocketTable sockets;
    bool last = false; ///< nothing follows
};

/// Addresses are "CID:PORT"; "*" stands for any of either.
/// @param bytes as for parseSockDiag()
[[nodiscard]] Result<VsockDiagAnswer> parseVsockDiag(std::string_view bytes);

/// Asks the kernel. Unsupported where it was built without vsock_diag.
[[nodiscard]] Result<SocketTable> readVsockSockets();

} // namespace forklore
