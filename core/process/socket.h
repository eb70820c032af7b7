// SPDX-License-Identifier: GPL-3.0-or-later
//
// Socket: what the kernel's socket tables tell of one, socket(7).
#pragma once

#include <string>

namespace forklore {

struct Socket {
    std::string family; ///< "inet", "inet6", "unix", "netlink", "packet"; "unknown" where no table has it
    std::string type;   ///< "stream", "dgram", "seqpacket", "raw"; empty: not told
    std::string state;  ///< "LISTEN", "ESTABLISHED", …; empty: not told
    std::string local;  ///< "127.0.0.1:80", "[::1]:80", a path, "@name" (abstract); empty: none
    std::string remote; ///< empty: none, or the kernel does not tell (the peer of a UNIX socket)

    bool operator==(const Socket &) const = default;
};

} // namespace forklore
