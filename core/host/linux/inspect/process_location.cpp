// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/process_location.h"

#include "core/base/text_cursor.h"
#include "core/host/linux/inspect/link_target.h"
#include "core/host/linux/proc/pid_cgroup.h"

namespace forklore {
namespace {

Result<std::optional<Place>> readPlace(ProcessFiles &files, const char *name)
{
    if (!files.hasProgram())
        return std::nullopt;
    const auto where = files.facts();
    if (!where)
        return Failure(where.error());
    auto target = readLinkTarget(**where, name);
    if (!target)
        return asEnded(target.error(), files.stat().pid);
    return Place{std::move(target->path), target->deleted};
}

Result<std::uint64_t> readInode(const Directory &process, const std::string &kind)
{
    return process.readLink(("ns/" + kind).c_str()).and_then([](const std::string &text) {
        return parseNamespaceLink(text);
    });
}

Result<std::vector<Namespace>> readNamespaces(const Directory &process, const Directory &root)
{
    const auto kinds = process.namesIn("ns");
    if (!kinds)
        return Failure(kinds.error());
    auto self = root.isOnProc() ? root.openBelow("self") : Result<Directory>(failure(ErrorKind::Gone, {}));
    std::vector<Namespace> namespaces;
    for (const auto &kind : *kinds) {
        auto inode = readInode(process, kind);
        const auto reader = self.and_then([&](const Directory &own) { return readInode(own, kind); });
        const auto own = inode && reader ? std::optional(*inode == *reader) : std::nullopt;
        namespaces.push_back({kind, std::move(inode), own});
    }
    return namespaces;
}

} // namespace

Result<std::uint64_t> parseNamespaceLink(std::string_view text)
{
    const auto open = text.find(":[");
    if (open != std::string_view::npos && open > 0 && text.ends_with(']')) {
        const auto digits = text.substr(open + 2, text.size() - open - 3);
        if (const auto inode = TextCursor::toNumber<std::uint64_t>(digits))
            return *inode;
    }
    return failure(ErrorKind::Malformed, "ns: a link is not what namespaces(7) promises");
}

Location readLocation(ProcessFiles &files, const Directory &root)
{
    const auto where = files.facts();
    const auto &facts = where ? **where : files.directory();
    return {readPlace(files, "cwd"), readPlace(files, "root"), files.executable(), readPidCgroup(facts),
            readNamespaces(facts, root)};
}

} // namespace forklore
