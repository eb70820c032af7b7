// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/net/{tcp,udp,raw,…}, proc_pid_net(5): the internet sockets of a network namespace. Only numbers
// stand in these files: no user can write into them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/process/process_id.h"
#include "core/process/resources/socket.h"

namespace forklore {

struct InetSocket {
    Socket socket;
    std::optional<Uid> uid;  ///< of who made it; 0 as well where it belongs to nobody any more
    std::uint64_t inode = 0; ///< 0: no descriptor leads to it

    bool operator==(const InetSocket &) const = default;
};

struct InetFile {
    const char *path;
    std::string_view family;
    std::string_view type;
    std::string_view protocol; ///< as the attribute system.sockprotoname of a socket names it
};
inline constexpr std::array<InetFile, 10> inetFiles = {{
    {"net/tcp", "inet", "stream", "TCP"},
    {"net/tcp6", "inet6", "stream", "TCPv6"},
    {"net/udp", "inet", "dgram", "UDP"},
    {"net/udp6", "inet6", "dgram", "UDPv6"},
    {"net/udplite", "inet", "dgram", "UDP-Lite"},
    {"net/udplite6", "inet6", "dgram", "UDPLITEv6"},
    {"net/raw", "inet", "raw", "RAW"},
    {"net/raw6", "inet6", "raw", "RAWv6"},
    {"net/icmp", "inet", "dgram", "PING"},
    {"net/icmp6", "inet6", "dgram", "PINGv6"},
}};

/// tcp, udp, udplite, raw, icmp and their 6 forms. Lines that are not what proc_pid_net(5) promises are
/// passed over. @param family "inet" or "inet6" @param type as Socket::type
[[nodiscard]] std::vector<InetSocket> parseNetInet(std::string_view text, std::string_view family,
                                                   std::string_view type);

/// All of them. A table that cannot be read is left out.
/// @param facts what holds "net": /proc/PID, or /proc itself for the caller's network
[[nodiscard]] std::vector<InetSocket> readInetSockets(const Directory &facts);

} // namespace forklore
