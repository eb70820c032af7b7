// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/networks.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/host/linux/sampling/linux_source.h"

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
    return networkOf(pid).sockets.table;
}

const Socket *Networks::find(Pid pid, std::uint64_t inode)
{
    const auto &sockets = of(pid);
    const auto found = sockets.find(inode);
    return found != sockets.end() ? &found->second : nullptr;
}

bool Networks::isDoubtful(Pid pid, std::uint64_t inode)
{
    return networkOf(pid).sockets.doubtful.contains(inode);
}

std::vector<Networks::Place> Networks::placesOf(const std::vector<Pid> &processes)
{
    std::vector<Place> places = {{&ownNetwork().sockets, std::nullopt}};
    for (const auto process : processes) {
        const auto *sockets = &networkOf(process).sockets;
        if (std::ranges::find(places, sockets, &Place::sockets) == places.end())
            places.push_back({sockets, process});
    }
    return places;
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
            if (at->second != inode && areConnected(*mine, network.sockets.table.at(at->second)))
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

const OwnSockets &Networks::ownSockets()
{
    if (m_ownSockets)
        return *m_ownSockets;
    if (isLive(m_root)) {
        m_ownSockets = readOwnSockets();
    } else {
        const auto copied =
            failure(ErrorKind::Unsupported,
                    "a copy of /proc does not show which process is at the other end of a UNIX socket");
        m_ownSockets = OwnSockets{copied, copied};
    }
    if (m_ownSockets->unixSockets) {
        for (const auto &[inode, socket] : *m_ownSockets->unixSockets) {
            if (socket.peer != 0)
                m_unixByPeer.emplace(socket.peer, inode);
        }
    }
    return *m_ownSockets;
}

const Result<UnixSockets> &Networks::unixSockets()
{
    return ownSockets().unixSockets;
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

const std::string &Networks::networkNameOf(Pid pid)
{
    const auto named = m_names.find(pid);
    return named != m_names.end() ? named->second : m_names.emplace(pid, nameOf(pid)).first->second;
}

const Networks::Network &Networks::networkOf(Pid pid)
{
    const auto &name = networkNameOf(pid);
    if (name == m_own)
        return ownNetwork();
    const auto network = m_networks.find(name);
    if (network != m_networks.end())
        return network->second;
    const auto directory = m_root.openBelow(std::to_string(pid));
    auto sockets = directory ? read(*directory, false) : Network{};
    // A process that has ended since has no network any more: the next one in this namespace is read instead.
    if (!directory || !directory->namesIn("net"))
        return m_unread;
    return m_networks.emplace(name, std::move(sockets)).first->second;
}

/// Of a copy of /proc: what lies at its root is what its maker's own process saw.
const Networks::Network &Networks::ownNetwork()
{
    findOwnName();
    const auto network = m_networks.find(m_own);
    if (network != m_networks.end())
        return network->second;
    if (!isLive(m_root))
        return m_networks.emplace(m_own, read(m_root, false)).first->second;
    const auto self = m_root.openBelow("self"); // "net" is missing where /proc is mounted with subset=pid
    return m_networks.emplace(m_own, self ? read(*self, true) : Network{}).first->second;
}

void Networks::findOwnName()
{
    if (m_own.empty() && isLive(m_root))
        m_own = m_root.readLink("self/ns/net").value_or("own");
}

std::string Networks::nameOf(Pid pid)
{
    findOwnName();
    if (auto link = m_root.readLink(fmt::format("{}/ns/net", pid).c_str()))
        return std::move(*link);
    // Where it may not be seen, it is most likely the one that nearly all are in. In a copy each process
    // brings its own files.
    return m_own.empty() ? fmt::format("of {}", pid) : m_own;
}

Networks::Network Networks::read(const Directory &facts, bool own)
{
    Network network{readNetSockets(facts, own ? &ownSockets() : nullptr), {}, {}};
    for (const auto &[inode, socket] : network.sockets.table) {
        if (!isInet(socket))
            continue;
        network.byLocal.emplace(plainAddress(socket.local), inode);
        if (!socket.remote.empty())
            network.byRemote.emplace(plainAddress(socket.remote), inode);
    }
    return network;
}

} // namespace forklore
