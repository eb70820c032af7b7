// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/who_has.h"

#include <algorithm>
#include <functional>

#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "core/source/linux/linux_source.h"
#include "core/source/linux/networks.h"
#include "core/source/linux/open_files.h"
#include "core/source/linux/pid_fd.h"

namespace forklore {
namespace {

constexpr std::string_view deletedMark = " (deleted)";

enum class Match { No, Yes, Below };

/// One look at all processes, with what is asked about each of their files.
class Search {
public:
    explicit Search(const Directory &root)
        : m_root(root), m_open(readOpenFiles(root, Held::AlsoPlaces)), m_networks(root)
    {
    }

    WhoHas answer(const std::function<Match(const OpenFile &)> &match)
    {
        HolderReader holders(m_root);
        WhoHas found;
        for (const auto &file : m_open.files) {
            const auto matches = match(file);
            auto holder = matches == Match::No ? std::nullopt : holders.read(file);
            if (!holder)
                continue;
            if (const auto *socket = socketOf(file))
                holder->socket = addressesOf(*socket);
            (matches == Match::Yes ? found.holders : found.below).push_back(std::move(*holder));
        }
        found.incomplete = m_open.incomplete();
        return found;
    }

    /// Null for what is no socket, or in no table.
    const Socket *socketOf(const OpenFile &file)
    {
        if (!file.target.starts_with("socket:["))
            return nullptr;
        const auto inode = inodeOfTarget(file.target);
        return inode ? m_networks.find(file.pid, *inode) : nullptr;
    }

private:
    const Directory &m_root;
    OpenFiles m_open;
    Networks m_networks;
};

Match yesIf(bool yes)
{
    return yes ? Match::Yes : Match::No;
}

bool isUnixAt(const Socket *socket, const std::string &path)
{
    return socket && socket->family == "unix" && (socket->local == path || socket->remote == path);
}

WhoHas whoHas(const Directory &root, const PathQuery &query)
{
    Search search(root);
    const auto file = isLive(root) ? factsAt(AT_FDCWD, query.path.c_str()) : std::nullopt;
    const auto gone = query.path + std::string(deletedMark);
    const auto prefix = query.path == "/" ? query.path : query.path + '/';
    return search.answer([&](const OpenFile &open) {
        if (open.target.starts_with('/')) {
            if (open.target == gone)
                return Match::Yes;
            const auto facts = file ? factsOf(root, open) : std::nullopt;
            if (facts ? facts->sameFile(*file) : open.target == query.path)
                return Match::Yes;
            return open.target.starts_with(prefix) ? Match::Below : Match::No;
        }
        return yesIf(isUnixAt(search.socketOf(open), query.path));
    });
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
    Search search(root);
    return search.answer([&](const OpenFile &open) {
        const auto *socket = search.socketOf(open);
        if (!socket || (socket->family != "inet" && socket->family != "inet6"))
            return Match::No;
        const bool typeFits = query.type.empty() ? socket->type != "raw" : socket->type == query.type;
        return yesIf(typeFits && (isAt(socket->local, query) || isAt(socket->remote, query)));
    });
}

WhoHas whoHas(const Directory &root, const InodeQuery &query)
{
    Search search(root);
    const auto target = fmt::format("{}:[{}]", query.kind, query.inode);
    return search.answer([&](const OpenFile &open) {
        if (!query.kind.empty())
            return yesIf(open.target == target);
        if (const auto inode = inodeOfTarget(open.target))
            return yesIf(*inode == query.inode);
        const auto facts = factsOf(root, open);
        return yesIf(facts && facts->inode == query.inode);
    });
}

WhoHas whoHas(const Directory &root, const TextQuery &query)
{
    Search search(root);
    return search.answer([&](const OpenFile &open) {
        const auto *socket = search.socketOf(open);
        return yesIf(open.target.find(query.text) != std::string::npos ||
                     (socket && (socket->local.find(query.text) != std::string::npos ||
                                 socket->remote.find(query.text) != std::string::npos)));
    });
}

} // namespace

WhoHas readWhoHas(const Directory &root, const FileQuery &query)
{
    return std::visit([&](const auto &one) { return whoHas(root, one); }, query);
}

} // namespace forklore
