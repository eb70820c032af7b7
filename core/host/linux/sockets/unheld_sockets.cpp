// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/unheld_sockets.h"

#include <map>
#include <string>
#include <tuple>

#include <fmt/format.h>

namespace forklore {
namespace {

std::string whyWithoutDescriptor(const std::string &state)
{
    if (state == "TIME_WAIT")
        return "closed: the kernel waits a minute for late packets";
    if (state == "SYN_RECV" || state == "NEW_SYN_RECV")
        return "a connection that is being opened: no process has it yet";
    if (state == "ESTABLISHED" || state == "CLOSE_WAIT")
        return "a connection that waits to be accepted: no process has it yet";
    if (state == "FIN_WAIT1" || state == "FIN_WAIT2" || state == "CLOSING" || state == "LAST_ACK")
        return "closed by its process: the kernel ends the connection";
    return "no process has it: it is the kernel's own, or was just closed";
}

std::string whyWithDescriptor(const std::optional<Uid> &uid, bool allSeen)
{
    const auto maker = uid ? fmt::format("made by user {}", *uid) : std::string("its user is not known");
    if (allSeen)
        return fmt::format("no process has it: it is the kernel's own, or on its way between processes ({})",
                           maker);
    return fmt::format("no process whose descriptors may be read has it ({})", maker);
}

class Collection {
public:
    Collection(const std::unordered_set<std::uint64_t> &held, bool allSeen, const SocketMatcher &match)
        : m_held(held), m_allSeen(allSeen), m_match(match)
    {
    }

    void add(const Networks::Place &place)
    {
        m_place = place.process ? fmt::format("; in the network namespace of process {}", *place.process)
                                : std::string();
        m_alike.clear();
        for (const auto &socket : place.sockets->inet)
            addInet(socket);
        for (const auto &[inode, socket] : place.sockets->table)
            addOther(inode, socket);
    }

    std::vector<UnheldSocket> result() { return std::move(m_all); }

private:
    void addInet(const InetSocket &inet)
    {
        const auto match = m_held.contains(inet.inode) ? SocketMatch::None : m_match(inet.socket, inet.inode);
        if (match == SocketMatch::None)
            return;
        UnheldSocket entry{inet.socket, 1, inet.uid, inet.inode, whyUnheld(inet, m_allSeen) + m_place};
        if (inet.inode != 0) {
            m_all.push_back(std::move(entry));
            return;
        }
        entry.uid.reset(); // it reads 0 for want of an owner
        const bool local = match == SocketMatch::Local;
        const auto &address = local ? inet.socket.local : inet.socket.remote;
        const auto [known, isNew] = m_alike.try_emplace({local, address, inet.socket.state}, m_all.size());
        if (isNew) {
            m_all.push_back(std::move(entry));
            return;
        }
        auto &group = m_all[known->second];
        ++group.count;
        (local ? group.socket.remote : group.socket.local).clear();
    }

    /// UNIX, packet and the like. The ends of a connection have the name of what they are connected to: what
    /// listens there is enough.
    void addOther(std::uint64_t inode, const Socket &socket)
    {
        const bool inet = socket.family == "inet" || socket.family == "inet6";
        if (inet || m_held.contains(inode) || m_match(socket, inode) != SocketMatch::Local)
            return;
        m_all.push_back({socket, 1, std::nullopt, inode, whyWithDescriptor({}, m_allSeen) + m_place});
    }

    const std::unordered_set<std::uint64_t> &m_held;
    bool m_allSeen;
    const SocketMatcher &m_match;
    std::string m_place;
    std::map<std::tuple<bool, std::string, std::string>, std::size_t> m_alike; ///< to the entry in m_all
    std::vector<UnheldSocket> m_all;
};

} // namespace

std::string whyUnheld(const InetSocket &socket, bool allSeen)
{
    return socket.inode == 0 ? whyWithoutDescriptor(socket.socket.state)
                             : whyWithDescriptor(socket.uid, allSeen);
}

std::vector<UnheldSocket> unheldSockets(const std::vector<Networks::Place> &places,
                                        const std::unordered_set<std::uint64_t> &held, bool allSeen,
                                        const SocketMatcher &match)
{
    Collection collection(held, allSeen, match);
    for (const auto &place : places)
        collection.add(place);
    return collection.result();
}

} // namespace forklore
