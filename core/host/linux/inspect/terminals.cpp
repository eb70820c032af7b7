// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/terminals.h"

#include <algorithm>

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "core/host/linux/proc/pid_fdinfo.h"
#include "core/host/linux/sampling/linux_source.h"

namespace forklore {
namespace {

constexpr std::string_view slaves = "/dev/pts/";

bool isSlave(const FileFacts &facts)
{
    constexpr std::uint32_t slaveMajor = 136;
    return S_ISCHR(facts.mode) && facts.major == slaveMajor;
}

/// The N of the slave, which only the master of a pseudo-terminal is told with.
std::optional<std::uint32_t> indexOfMaster(const Directory &root, const OpenFile &file)
{
    const auto text = root.read(fmt::format("{}/fdinfo/{}", file.pid, file.number).c_str());
    const auto info = text.and_then([](const std::string &bytes) { return parsePidFdinfo(bytes); });
    return info ? info->ttyIndex : std::nullopt;
}

/// Opened as /dev/pts/ptmx, a master is a file of its devpts; opened as a node elsewhere, it belongs to the
/// one that is mounted beside that node.
std::uint64_t instanceOfMaster(const Directory &root, const OpenFile &file, const FileFacts &facts)
{
    struct statfs system {};
    const auto path = fmt::format("{}/{}/fd/{}", root.path(), file.pid, file.number);
    if (statfs(path.c_str(), &system) == 0 && system.f_type == DEVPTS_SUPER_MAGIC)
        return facts.device;
    const auto beside = factsInTime(root, fmt::format("{}/root/dev/pts", file.pid));
    return beside ? beside->device : 0;
}

} // namespace

Terminals::Terminals(const Directory &root, const std::vector<OpenFile> &files)
{
    for (const auto &file : files) {
        // In a container a terminal may go by the name of /dev/console, or of a mount that is not in sight.
        if (!file.target.starts_with('/') || !file.role.empty())
            continue;
        if (const auto side = sideOf(root, file))
            m_sides.push_back(*side);
    }
}

std::optional<Terminals::Side> Terminals::sideOf(const Directory &root, const OpenFile &file)
{
    const auto facts = factsOf(root, file);
    if (facts && isSlave(*facts))
        return Side{&file, false, facts->minor, facts->device};
    if (!facts && !isLive(root) && file.target.starts_with(slaves)) {
        const auto index =
            TextCursor::toNumber<std::uint32_t>(std::string_view(file.target).substr(slaves.size()));
        return index ? std::optional(Side{&file, false, *index, 0}) : std::nullopt;
    }
    if (!file.target.ends_with("ptmx") || (facts && !S_ISCHR(facts->mode)))
        return std::nullopt;
    const auto index = indexOfMaster(root, file);
    if (!index)
        return std::nullopt;
    return Side{&file, true, *index, facts ? instanceOfMaster(root, file, *facts) : 0};
}

std::optional<std::vector<const OpenFile *>> Terminals::otherSide(const OpenFile &file) const
{
    const auto mine = std::ranges::find(m_sides, &file, &Side::file);
    if (mine == m_sides.end())
        return std::nullopt;
    std::vector<const OpenFile *> others;
    for (const auto &side : m_sides) {
        const bool sameInstance =
            mine->instance == side.instance || mine->instance == 0 || side.instance == 0;
        if (side.master != mine->master && side.index == mine->index && sameInstance)
            others.push_back(side.file);
    }
    return others;
}

} // namespace forklore
