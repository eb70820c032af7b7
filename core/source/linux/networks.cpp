// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/networks.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/source/linux/linux_source.h"

namespace forklore {
namespace {

bool isInet(const Socket &socket)
{
    return socket.family == "inet" || socket.family == "inet6";
}

} // namespace

std::string plainAddress(const std::string &address)
{
    constexpr std::string_view mapped = "[::ffff:";
    const auto end = address.find(']');
    if (!address.starts_with(mapped) || end == std::string::npos || address.find('.') > end)
        return address;
    return address.substr(mapped.size(), end - mapped.size()) + address.substr(end + 1);
}

bool areConnected(const Socket &one, const Socket &other)
{
    const auto sendsTo = [](const Socket &from, const Socket &to) {
        return plainAddress(from.remote) == plainAddress(to.local);
    };
    if (!isInet(one) || !isInet(other) || one.type != other.type)
        return false;
    if (one.remote.empty() || other.remote.empty())
        return one.type == "dgram" && (one.remote.empty() != other.remote.empty()) &&
               (one.remote.empty() ? sendsTo(other, one) : sendsTo(one, other));
    return sendsTo(one, other) && sendsTo(other, one);
}

std::string addressesOf(const Socket &socket)
{
    if (socket.state == "LISTEN")
        return "LISTEN " + socket.local;
    if (socket.remote.empty())
        return socket.local;
    return socket.local.empty() ? "→ " + socket.remote : socket.local + " → " + socket.remote;
}

const SocketTable &Networks::of(Pid pid)
{
    return networkOf(pid).sockets;
}

const Socket *Networks::find(Pid pid, std::uint64_t inode)
{
    const auto &sockets = of(pid);
    const auto found = sockets.find(inode);
    return found != sockets.end() ? &found->second : nullptr;
}

std::vector<std::uint64_t> Networks::otherEnds(Pid pid, std::uint64_t inode)
{
    const auto &network = networkOf(pid);
    std::vector<std::uint64_t> ends;
    const auto *mine = find(pid, inode);
    if (!mine || !isInet(*mine) || mine->state == "LISTEN")
        return ends;
    const auto add = [&](const auto &range) {
        for (auto at = range.first; at != range.second; ++at) {
            if (at->second != inode && areConnected(*mine, network.sockets.at(at->second)))
                ends.push_back(at->second);
        }
    };
    if (!mine->remote.empty())
        add(network.byLocal.equal_range(plainAddress(mine->remote)));
    else
        add(network.byRemote.equal_range(plainAddress(mine->local)));
    std::ranges::sort(ends);
    return ends;
}

const Result<UnixSockets> &Networks::unixSockets()
{
    if (m_unix)
        return *m_unix;
    m_unix = isLive(m_root)
                 ? readUnixSockets()
                 : failure(ErrorKind::Unsupported,
                           "a copy of /proc does not tell who is at the other end of a UNIX socket");
    if (*m_unix) {
        for (const auto &[inode, socket] : **m_unix) {
            if (socket.peer != 0)
                m_unixByPeer.emplace(socket.peer, inode);
        }
    }
    return *m_unix;
}

std::vector<std::uint64_t> Networks::unixPeers(std::uint64_t inode)
{
    std::vector<std::uint64_t> peers;
    const auto &all = unixSockets();
    const auto known = all ? all->find(inode) : UnixSockets::const_iterator();
    if (!all || known == all->end())
        return peers;
    if (known->second.peer != 0)
        peers.push_back(known->second.peer);
    // Datagram sockets may be connected in one direction only: many with the one of a log daemon.
    const auto [first, last] = m_unixByPeer.equal_range(inode);
    for (auto at = first; at != last; ++at)
        peers.push_back(at->second);
    std::ranges::sort(peers);
    peers.erase(std::unique(peers.begin(), peers.end()), peers.end());
    return peers;
}

Networks::Network &Networks::networkOf(Pid pid)
{
    auto named = m_names.find(pid);
    if (named == m_names.end())
        named = m_names.emplace(pid, nameOf(pid)).first;
    const auto network = m_networks.find(named->second);
    if (network != m_networks.end())
        return network->second;
    const auto directory = m_root.openBelow(named->second == m_own ? "self" : std::to_string(pid));
    return m_networks.emplace(named->second, directory ? read(*directory) : Network{}).first->second;
}

std::string Networks::nameOf(Pid pid)
{
    if (m_own.empty() && isLive(m_root))
        m_own = m_root.readLink("self/ns/net").value_or("own");
    if (auto link = m_root.readLink(fmt::format("{}/ns/net", pid).c_str()))
        return std::move(*link);
    // Where it may not be seen, it is most likely the one that nearly all are in. In a copy each process
    // brings its own files.
    return m_own.empty() ? fmt::format("of {}", pid) : m_own;
}

Networks::Network Networks::read(const Directory &facts)
{
    Network network{readNetSockets(facts), {}, {}};
    const auto &known = unixSockets();
    for (auto &[inode, socket] : network.sockets) {
        if (isInet(socket)) {
            network.byLocal.emplace(plainAddress(socket.local), inode);
            if (!socket.remote.empty())
                network.byRemote.emplace(plainAddress(socket.remote), inode);
        } else if (socket.family == "unix" && known) {
            const auto mine = known->find(inode);
            const auto peer = mine != known->end() ? known->find(mine->second.peer) : known->end();
            if (peer != known->end())
                socket.remote = peer->second.path;
        }
    }
    return network;
}

} // namespace forklore
