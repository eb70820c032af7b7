// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/who_has.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <unordered_set>
#include <vector>

#include <sys/stat.h>

#include <fmt/format.h>

#include "core/host/linux/inspect/open_files.h"
#include "core/host/linux/proc/pid_fd.h"
#include "core/host/linux/sampling/linux_source.h"
#include "core/host/linux/sockets/networks.h"
#include "core/host/linux/sockets/unheld_sockets.h"

namespace forklore {
namespace {

constexpr std::string_view deletedMark = " (deleted)";

enum class Match { No, Yes, Below };

/// @param socket of a process; null: in no table
using FileMatcher = std::function<Match(const OpenFile &file, const Socket *socket)>;

/// One look at all processes, with what is asked about each of their files.
class Search {
public:
    explicit Search(const Directory &root)
        : m_root(root), m_open(readOpenFiles(root, Held::AlsoPlaces)), m_networks(root)
    {
    }

    WhoHas answer(const FileMatcher &match, const SocketMatcher &matchSocket)
    {
        HolderReader holders(m_root);
        WhoHas found;
        for (const auto &file : m_open.files) {
            const auto *socket = socketOf(file);
            const auto matches = match(file, socket);
            auto holder = matches == Match::No ? std::nullopt : holders.read(file);
            if (!holder)
                continue;
            if (socket)
                holder->socket = addressesOf(*socket);
            (matches == Match::Yes ? found.holders : found.below).push_back(std::move(*holder));
        }
        found.incomplete = m_open.incomplete();
        const bool allSeen = found.incomplete.empty();
        found.unheld = unheldSockets(m_networks.placesOf(m_withSockets), m_held, allSeen, matchSocket);
        return found;
    }

    /// Names of sockets were asked for: says where some are not known.
    void addUnknownNames(WhoHas &found) const
    {
        if (m_nameless == 0)
            return;
        found.incomplete += found.incomplete.empty() ? "" : "; ";
        found.incomplete += m_nameless == 1
                                ? "the name of 1 UNIX socket is not certain"
                                : fmt::format("the names of {} UNIX sockets are not certain", m_nameless);
    }

    /// Whether the socket, or the one that it is connected with, is bound to the file.
    /// @param file nothing: there is none of that name, or it is another machine's
    SocketMatch isUnixAt(const Socket &socket, std::uint64_t inode, const std::string &path,
                         const std::optional<FileFacts> &file)
    {
        if (socket.family != "unix")
            return SocketMatch::None;
        const auto &all = m_networks.unixSockets();
        const auto own = all ? all->find(inode) : UnixSockets::const_iterator();
        if (!all || own == all->end())
            return textMatch(socket, path);
        if (isAt(own->second, path, file))
            return SocketMatch::Local;
        const auto peer = all->find(own->second.peer);
        return peer != all->end() && isAt(peer->second, path, file) ? SocketMatch::Remote : SocketMatch::None;
    }

private:
    static SocketMatch textMatch(const Socket &socket, const std::string &path)
    {
        if (socket.local == path)
            return SocketMatch::Local;
        return socket.remote == path ? SocketMatch::Remote : SocketMatch::None;
    }

    /// A name is what its maker wrote, in a directory and a mount namespace of his own: the file decides
    /// where both are known. Only the inode does where a file system has several device numbers (btrfs,
    /// overlayfs).
    static bool isAt(const UnixSocket &socket, const std::string &path, const std::optional<FileFacts> &file)
    {
        if (!file || !socket.file)
            return socket.path == path;
        return socket.file->inode == static_cast<std::uint32_t>(file->inode) &&
               (socket.file->device == file->device || socket.path == path);
    }

    /// Null for what is no socket, or in no table.
    const Socket *socketOf(const OpenFile &file)
    {
        if (!file.target.starts_with("socket:["))
            return nullptr;
        const auto inode = inodeOfTarget(file.target);
        if (!inode)
            return nullptr;
        m_held.insert(*inode);
        if (m_withSockets.empty() || m_withSockets.back() != file.pid)
            m_withSockets.push_back(file.pid);
        const auto *socket = m_networks.find(file.pid, *inode);
        if (socket ? socket->addressError.has_value() : m_networks.isDoubtful(file.pid, *inode))
            ++m_nameless;
        return socket;
    }

    const Directory &m_root;
    OpenFiles m_open;
    Networks m_networks;
    std::unordered_set<std::uint64_t> m_held; ///< sockets that descriptors lead to
    std::vector<Pid> m_withSockets;
    std::size_t m_nameless = 0;
};

Match yesIf(bool yes)
{
    return yes ? Match::Yes : Match::No;
}

/// Of what listens or is bound, not of each connection to it.
SocketMatch ofServer(const Socket &socket, SocketMatch match)
{
    return socket.state == "ESTABLISHED" ? SocketMatch::None : match;
}

WhoHas whoHas(const Directory &root, const PathQuery &query)
{
    Search search(root);
    const auto file = isLive(root) ? factsInTime(root, query.path) : std::nullopt;
    const auto gone = query.path + std::string(deletedMark);
    const auto prefix = query.path == "/" ? query.path : query.path + '/';
    const auto matchSocket = [&](const Socket &socket, std::uint64_t inode) {
        return search.isUnixAt(socket, inode, query.path, file);
    };
    const auto match = [&](const OpenFile &open, const Socket *socket) {
        if (open.target.starts_with('/')) {
            const bool saysGone = open.target == gone; // and so may the name of a file that is there
            const auto facts = file || saysGone ? factsOf(root, open) : std::nullopt;
            if (saysGone && (!facts || facts->links == 0))
                return Match::Yes;
            if (file && facts ? facts->sameFile(*file) : open.target == query.path)
                return Match::Yes;
            return open.target.starts_with(prefix) ? Match::Below : Match::No;
        }
        return yesIf(socket &&
                     matchSocket(*socket, inodeOfTarget(open.target).value_or(0)) != SocketMatch::None);
    };
    auto found = search.answer(match, [&](const Socket &socket, std::uint64_t inode) {
        return ofServer(socket, matchSocket(socket, inode));
    });
    search.addUnknownNames(found);
    return found;
}

/// Whether one end of a connection is what was asked for. One that is bound to no address in particular is at
/// each.
bool isAt(const std::string &end, const PortQuery &query)
{
    const auto plain = plainAddress(end);
    const auto colon = plain.rfind(':');
    if (colon == std::string::npos || plain.substr(colon + 1) != std::to_string(query.port))
        return false;
    const auto host = plain.substr(0, colon);
    return query.address.empty() || host == "0.0.0.0" || host == "[::]" ||
           plainAddress(query.address + ":") == host + ":";
}

WhoHas whoHas(const Directory &root, const PortQuery &query)
{
    const auto matchSocket = [&](const Socket &socket, std::uint64_t) {
        if (socket.family != "inet" && socket.family != "inet6")
            return SocketMatch::None;
        const bool typeFits = query.type.empty() ? socket.type != "raw" : socket.type == query.type;
        if (typeFits && isAt(socket.local, query))
            return SocketMatch::Local;
        return typeFits && isAt(socket.remote, query) ? SocketMatch::Remote : SocketMatch::None;
    };
    const auto match = [&](const OpenFile &, const Socket *socket) {
        return yesIf(socket && matchSocket(*socket, 0) != SocketMatch::None);
    };
    return Search(root).answer(match, matchSocket);
}

WhoHas whoHas(const Directory &root, const InodeQuery &query)
{
    const auto target = fmt::format("{}:[{}]", query.kind, query.inode);
    const auto match = [&](const OpenFile &open, const Socket *) {
        if (!query.kind.empty())
            return yesIf(open.target == target);
        if (const auto inode = inodeOfTarget(open.target))
            return yesIf(*inode == query.inode);
        const auto facts = factsOf(root, open);
        return yesIf(facts && facts->inode == query.inode);
    };
    const bool mayBeSocket = query.inode != 0 && (query.kind.empty() || query.kind == "socket");
    return Search(root).answer(match, [&](const Socket &, std::uint64_t inode) {
        return mayBeSocket && inode == query.inode ? SocketMatch::Local : SocketMatch::None;
    });
}

WhoHas whoHas(const Directory &root, const TextQuery &query)
{
    const auto matchSocket = [&](const Socket &socket, std::uint64_t) {
        if (socket.local.find(query.text) != std::string::npos)
            return SocketMatch::Local;
        return socket.remote.find(query.text) != std::string::npos ? SocketMatch::Remote : SocketMatch::None;
    };
    Search search(root);
    auto found = search.answer(
        [&](const OpenFile &open, const Socket *socket) {
            return yesIf(open.target.find(query.text) != std::string::npos ||
                         (socket && matchSocket(*socket, 0) != SocketMatch::None));
        },
        [&](const Socket &socket, std::uint64_t inode) {
            return ofServer(socket, matchSocket(socket, inode));
        });
    search.addUnknownNames(found);
    return found;
}

bool hasInode(const UnheldSocket &socket)
{
    return socket.inode != 0;
}

} // namespace

WhoHas readWhoHas(const Directory &root, const FileQuery &query)
{
    const auto look = [&] { return std::visit([&](const auto &one) { return whoHas(root, one); }, query); };
    auto found = look();
    if (std::ranges::none_of(found.unheld, hasInode))
        return found;
    // The processes were read before the tables. A socket that was made in between has a holder in a second
    // look; what both looks find without one had none while the processes were read.
    auto again = look();
    std::erase_if(again.unheld, [&](const UnheldSocket &socket) {
        return hasInode(socket) &&
               std::ranges::find(found.unheld, socket.inode, &UnheldSocket::inode) == found.unheld.end();
    });
    return again;
}

} // namespace forklore
