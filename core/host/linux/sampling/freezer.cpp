// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/freezer.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "core/host/linux/inspect/mount_path.h"
#include "core/host/linux/proc/pid_cgroup.h"
#include "core/host/linux/proc/pid_task.h"
#include "core/host/linux/sampling/process_files.h"

namespace forklore {
namespace {

bool hasItem(std::string_view list, std::string_view item)
{
    TextCursor cursor(list);
    while (!cursor.atEnd()) {
        if (cursor.until(',') == item)
            return true;
    }
    return false;
}

std::optional<FreezerMount> mountOf(std::string_view text)
{
    TextCursor line(text); // id, parent, device, root, mount point, options, optional fields, "-", type, …
    for (int i = 0; i < 3; ++i)
        line.word();
    FreezerMount mount;
    mount.root = unescapedMountPath(line.word());
    mount.mountPoint = unescapedMountPath(line.word());
    while (!line.atEnd() && line.word() != "-") {
    }
    const auto type = line.word();
    line.word();
    const bool isFreezer = type == "cgroup" && hasItem(line.word(), "freezer");
    if ((!isFreezer && type != "cgroup2") || !mount.mountPoint.starts_with('/'))
        return std::nullopt;
    mount.version = isFreezer ? Freeze::Version::V1 : Freeze::Version::V2;
    return mount;
}

/// Reads a file of a control group. Gone: the group is, or it has no such file.
Result<std::string> readGroupFile(const std::string &directory, const char *name)
{
    auto text = Directory::open(directory).and_then([&](const Directory &group) { return group.read(name); });
    if (!text && text.error().kind == ErrorKind::Unsupported)
        return failure(ErrorKind::Gone, fmt::format("{}/{} is not there", directory, name));
    return text;
}

bool isSet(const std::string &directory, const char *name)
{
    const auto text = readGroupFile(directory, name);
    return text && text->starts_with('1');
}

Result<bool> isFrozen(const std::string &directory, Freeze::Version version)
{
    return version == Freeze::Version::V2
               ? readGroupFile(directory, "cgroup.events").and_then([](const std::string &text) {
                     return parseCgroupEvents(text);
                 })
               : readGroupFile(directory, "freezer.state").and_then([](const std::string &text) {
                     return parseFreezerState(text);
                 });
}

/// The nearest group, from this one upwards, that was told to freeze; empty: none is seen.
std::string frozenGroup(const FreezerMount &mount, std::string below, Freeze::Version version)
{
    const auto *file = version == Freeze::Version::V2 ? "cgroup.freeze" : "freezer.self_freezing";
    while (!below.empty() && below != "/" && !isSet(mount.mountPoint + below, file))
        below.resize(below.rfind('/'));
    return below == "/" ? "" : below;
}

} // namespace

std::vector<FreezerMount> parseFreezerMounts(std::string_view mountinfo)
{
    std::vector<FreezerMount> mounts;
    TextCursor cursor(mountinfo);
    while (!cursor.atEnd()) {
        if (auto mount = mountOf(cursor.until('\n')))
            mounts.push_back(std::move(*mount));
    }
    return mounts;
}

Result<bool> parseCgroupEvents(std::string_view text)
{
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        if (line.word() != "frozen")
            continue;
        const auto value = line.number<unsigned>();
        if (value && *value <= 1)
            return *value == 1;
        return failure(ErrorKind::Malformed, "cgroup.events: frozen is neither 0 nor 1");
    }
    return failure(ErrorKind::Unsupported, "this kernel does not say whether a control group is frozen");
}

Result<bool> parseFreezerState(std::string_view text)
{
    const auto word = TextCursor(text).word();
    if (word == "FROZEN")
        return true;
    if (word == "THAWED" || word == "FREEZING")
        return false;
    return failure(ErrorKind::Malformed, "freezer.state: not a state that is known");
}

std::optional<std::string> freezerPath(const std::vector<std::string> &cgroups, Freeze::Version version)
{
    for (const auto &text : cgroups) {
        TextCursor line(text);
        const auto number = line.until(':');
        const auto controllers = line.until(':');
        const bool fits = version == Freeze::Version::V2 ? number == "0" && controllers.empty()
                                                         : hasItem(controllers, "freezer");
        if (fits)
            return std::string(line.rest());
    }
    return std::nullopt;
}

Freezers Freezers::find(const Directory &root)
{
    if (!root.isOnProc())
        return Freezers({});
    return Freezers(parseFreezerMounts(root.read("self/mountinfo").value_or("")));
}

Result<std::optional<Freeze>> Freezers::freezeIn(Freeze::Version version,
                                                 const std::vector<std::string> &cgroups) const
{
    const auto path = freezerPath(cgroups, version);
    if (!path)
        return std::nullopt;
    for (const auto &mount : m_mounts) {
        const auto above = mount.root == "/" ? std::string() : mount.root;
        const bool isBelow =
            path->starts_with(above) && (path->size() == above.size() || (*path)[above.size()] == '/');
        if (mount.version != version || !isBelow || path->starts_with("/.."))
            continue;
        const auto below = path->substr(above.size());
        const auto frozen = isFrozen(mount.mountPoint + below, version);
        // "/" is the root of the hierarchy, which cannot be frozen and has no such file, or that of a cgroup
        // namespace.
        if (!frozen && *path == "/" && frozen.error().kind == ErrorKind::Gone)
            return std::nullopt;
        return frozen.map([&](bool is) -> std::optional<Freeze> {
            if (!is)
                return std::nullopt;
            const auto group = frozenGroup(mount, below, version);
            return Freeze{version, group.empty() ? "" : above + group, !group.empty() && group != below};
        });
    }
    if (*path == "/") // as in a hierarchy that nobody has mounted
        return std::nullopt;
    return failure(ErrorKind::Unsupported, "the control group of the process is not mounted here");
}

Result<std::optional<Freeze>> Freezers::freezeOf(const Directory &root, const ProcessId &id) const
{
    return ProcessFiles::open(root, id).and_then(
        [&](const ProcessFiles &files) { return freezeOf(files.directory(), files.stat()); });
}

Result<std::optional<Freeze>> Freezers::freezeOf(const Directory &process, const Stat &stat) const
{
    if (stat.isZombie())
        return std::nullopt;
    const auto cgroups = readPidCgroup(process);
    if (!cgroups)
        return Failure(cgroups.error());
    // Where its groups are not mounted, what it sleeps in tells.
    if (stat.state == State::DiskSleep &&
        readWaitChannel(process, stat.pid, stat.state) == "__refrigerator") {
        const auto named = freezeIn(Freeze::Version::V1, *cgroups);
        return named && *named ? *named : std::optional(Freeze{Freeze::Version::V1, {}, false});
    }
    return freezeOf(*cgroups);
}

Result<std::optional<Freeze>> Freezers::freezeOf(const std::vector<std::string> &cgroups) const
{
    auto newer = freezeIn(Freeze::Version::V2, cgroups);
    if (newer && *newer)
        return newer;
    auto older = freezeIn(Freeze::Version::V1, cgroups);
    return newer || (older && *older) ? older : newer;
}

} // namespace forklore
