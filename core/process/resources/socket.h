// SPDX-License-Identifier: GPL-3.0-or-later
//
// Socket: what the kernel's socket tables tell of one, socket(7).
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"

namespace forklore {

struct Socket {
    /// "inet", "inet6", "unix", "netlink", "packet", "vsock", …; "unknown" where nothing tells.
    std::string family;
    std::string type;   ///< "stream", "dgram", "seqpacket", "raw"; empty: not told
    std::string state;  ///< "LISTEN", "ESTABLISHED", …; empty: not told
    std::string local;  ///< "127.0.0.1:80", "[::1]:80", a path, "@name" (abstract); empty: none
    std::string remote; ///< empty: none, or the kernel does not tell (the peer of a UNIX socket)
    /// Why the addresses are not known; nothing: they are, and an empty one is none.
    std::optional<Error> addressError = {};

    bool operator==(const Socket &) const = default;
};

} // namespace forklore
