// SPDX-License-Identifier: GPL-3.0-or-later
//
// Networks: the sockets of all network namespaces that are asked about, each table read once.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/file.h"
#include "core/host/linux/sockets/net_sockets.h"
#include "core/host/linux/sockets/unix_diag.h"
#include "core/process/process_id.h"
#include "core/process/resources/socket.h"

namespace forklore {

/// Of two inet sockets: whether each sends to the other. One of two datagram sockets may send to anybody.
[[nodiscard]] bool areConnected(const Socket &one, const Socket &other);

/// "LISTEN [::]:22", "127.0.0.1:80 → 127.0.0.1:4711", a path; empty: without any address.
[[nodiscard]] std::string addressesOf(const Socket &socket);

/// "[::ffff:127.0.0.1]:80" → "127.0.0.1:80": the same place, seen through an IPv6 socket.
[[nodiscard]] std::string plainAddress(const std::string &address);

class Networks {
public:
    explicit Networks(const Directory &root) : m_root(root) {}

    /// The sockets of the namespace that the process is in. UNIX sockets have the path of their other end as
    /// their remote address, where it is known.
    [[nodiscard]] const SocketTable &of(Pid pid);
    /// Null: not in this process's network.
    [[nodiscard]] const Socket *find(Pid pid, std::uint64_t inode);
    /// Whether net/unix alone tells of it, in a way that cannot be trusted: NetUnix::doubtful.
    [[nodiscard]] bool isDoubtful(Pid pid, std::uint64_t inode);
    /// A network namespace, with one process that is in it; nothing: Forklore's own.
    struct Place {
        const NetSockets *sockets;
        std::optional<Pid> process;
    };
    /// Forklore's own and those of the processes, each once.
    [[nodiscard]] std::vector<Place> placesOf(const std::vector<Pid> &processes);
    /// The inodes of the inet sockets at the other end of one.
    [[nodiscard]] std::vector<std::uint64_t> otherEnds(Pid pid, std::uint64_t inode);

    /// The UNIX sockets of Forklore's own network: the kernel tells of no other.
    [[nodiscard]] const Result<UnixSockets> &unixSockets();
    /// Those connected with one of them.
    [[nodiscard]] std::vector<std::uint64_t> unixPeers(std::uint64_t inode);

private:
    struct Network {
        NetSockets sockets;
        std::unordered_multimap<std::string, std::uint64_t> byLocal;
        std::unordered_multimap<std::string, std::uint64_t> byRemote;
    };

    [[nodiscard]] const Network &networkOf(Pid pid);
    [[nodiscard]] const Network &ownNetwork();
    void findOwnName();
    [[nodiscard]] std::string nameOf(Pid pid);
    [[nodiscard]] const std::string &networkNameOf(Pid pid);
    [[nodiscard]] Network read(const Directory &facts, bool own);
    [[nodiscard]] const OwnSockets &ownSockets();

    const Directory &m_root;
    std::string m_own; ///< Forklore's own network; empty for a copy of /proc
    std::unordered_map<Pid, std::string> m_names;
    std::unordered_map<std::string, Network> m_networks;
    Network m_unread; ///< of a process that ended before its network was read: nothing is known
    std::optional<OwnSockets> m_ownSockets;
    std::unordered_multimap<std::uint64_t, std::uint64_t> m_unixByPeer;
};

} // namespace forklore
