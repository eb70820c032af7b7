// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sampling/reader_place.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <limits>
#include <numeric>

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "core/host/linux/inspect/process_location.h"
#include "core/host/linux/machine/machine_files.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sampling/linux_source.h"
#include "core/host/linux/sampling/pidfd_info.h"

namespace forklore {
namespace {

// The inodes of the first namespaces are the same on every machine: include/uapi/linux/nsfs.h. Those of mount
// and network have been since Linux 6.17 only.
constexpr std::uint64_t firstUser = 0xefff'fffd;
constexpr std::uint64_t firstPid = 0xefff'fffc;
constexpr std::uint64_t firstCgroup = 0xefff'fffb;
constexpr std::uint64_t firstTime = 0xefff'fffa;
constexpr std::uint64_t firstNetwork = 0xefff'fff9;
constexpr std::uint64_t firstMount = 0xefff'fff8;

ProcMount readProcMount(const Directory &root)
{
    const auto mounts = root.read("self/mountinfo").value_or("");
    return parseProcMount(mounts, root.path())
        .value_or(root.isOnProc() ? ProcMount() : parseProcMount(mounts, "/proc").value_or(ProcMount()));
}

/// Root, and the group that the mount names, see others' processes all the same, and with them process 1. In
/// a pid namespace process 1 may be one's own, and tells nothing.
bool seesOthers(const Directory &root)
{
    struct stat first {};
    if (!readPidStat(root, "1/stat") || fstatat(root.fd(), "1", &first, 0) != 0)
        return false;
    return geteuid() == 0 || first.st_uid != geteuid();
}

/// What the mount hides from this reader.
Hiding hidingOf(const Directory &root, const ProcMount &mount)
{
    const bool seesAll = mount.hiding == Hiding::Nothing || (root.isOnProc() && seesOthers(root));
    return seesAll ? Hiding::Nothing : mount.hiding;
}

std::optional<std::uint64_t> namespaceOf(const Directory &root, const std::string &link)
{
    const auto inode = root.readLink(link.c_str()).and_then([](const std::string &text) {
        return parseNamespaceLink(text);
    });
    return inode ? std::optional(*inode) : std::nullopt;
}

InNamespace compare(const std::optional<std::uint64_t> &inode, std::uint64_t first)
{
    if (!inode)
        return InNamespace::Unknown;
    return *inode == first ? InNamespace::Initial : InNamespace::Other;
}

InNamespace inNamespace(const Directory &root, const char *link, std::uint64_t first)
{
    return compare(namespaceOf(root, link), first);
}

/// Where the number may be any: process 1 of the machine is in the first one, and root may see which it is.
InNamespace asProcessOne(const Directory &root, const std::string &kind, std::uint64_t first,
                         InNamespace pidNamespace)
{
    const auto own = namespaceOf(root, "self/ns/" + kind);
    if (own == first)
        return InNamespace::Initial;
    const auto other = pidNamespace == InNamespace::Initial ? namespaceOf(root, "1/ns/" + kind)
                                                            : std::optional<std::uint64_t>();
    return own && other ? compare(own, *other) : InNamespace::Unknown;
}

/// The first network namespace alone has all of the kernel's settings.
InNamespace networkBySettings(const Directory &root)
{
    const auto settings = root.namesIn("sys/net/core");
    if (!settings || settings->empty())
        return InNamespace::Unknown;
    return std::ranges::find(*settings, "netdev_budget") != settings->end() ? InNamespace::Initial
                                                                            : InNamespace::Other;
}

std::uint32_t readUnmappedId(const Directory &root, const char *file)
{
    const auto text = root.read(file);
    const auto id = text ? TextCursor(*text).number<std::uint32_t>() : std::nullopt;
    return id.value_or(ReaderPlace().unmappedUid);
}

bool mapsAllOf(const Directory &root, const char *file)
{
    const auto map = root.read(file);
    return !map || mapsAll(parseIdMap(*map));
}

constexpr const char *userMap = "self/uid_map";
constexpr const char *unmappedUser = "sys/kernel/overflowuid";

/// Nothing where every id is mapped.
std::optional<std::uint32_t> idOfUnmapped(const char *map, const char *unmapped)
{
    const auto proc = Directory::open("/proc");
    if (!proc || mapsAllOf(*proc, map))
        return std::nullopt;
    return readUnmappedId(*proc, unmapped);
}

bool exists(Pid pid)
{
    if (openPidfd(pid).get() >= 0)
        return true;
    return errno == ENOSYS && (kill(pid, 0) == 0 || errno == EPERM);
}

} // namespace

std::vector<MappedIds> parseIdMap(std::string_view text)
{
    std::vector<MappedIds> map;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n')); // first inside, first outside, count
        const auto first = line.number<std::uint32_t>();
        line.word();
        const auto count = line.number<std::uint32_t>();
        if (first && count)
            map.push_back({*first, *count});
    }
    return map;
}

bool mapsAll(const std::vector<MappedIds> &map)
{
    const auto mapped =
        std::accumulate(map.begin(), map.end(), std::uint64_t{0},
                        [](std::uint64_t sum, const MappedIds &ids) { return sum + ids.count; });
    return mapped >= std::numeric_limits<std::uint32_t>::max(); // the last number is no id
}

std::optional<std::chrono::nanoseconds> parseBootOffset(std::string_view text)
{
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n')); // clock, seconds, nanoseconds
        const auto clock = line.word();
        const auto seconds = line.number<std::int64_t>();
        const auto nanoseconds = line.number<std::int64_t>();
        constexpr std::int64_t maxSeconds = 4'500'000'000;
        constexpr std::int64_t perSecond = 1'000'000'000;
        const bool good = seconds && nanoseconds && *seconds <= maxSeconds && *seconds >= -maxSeconds &&
                          *nanoseconds >= 0 && *nanoseconds < perSecond;
        if (good && (clock == "boottime" || clock == "7"))
            return std::chrono::seconds(*seconds) + std::chrono::nanoseconds(*nanoseconds);
    }
    return std::nullopt;
}

Hiding readHiding(const Directory &root)
{
    return hidingOf(root, readProcMount(root));
}

ReaderPlace readReaderPlace(const Directory &root)
{
    ReaderPlace place;
    const auto mount = readProcMount(root);
    place.hiding = hidingOf(root, mount);
    place.machineHidden = mount.pidsOnly;
    if (!isLive(root))
        return place;
    const auto self = root.readLink("self");
    place.foreignPids = !self || *self != std::to_string(getpid());
    place.pid = inNamespace(root, "self/ns/pid", firstPid);
    place.user = inNamespace(root, "self/ns/user", firstUser);
    place.time = inNamespace(root, "self/ns/time", firstTime);
    place.cgroup = inNamespace(root, "self/ns/cgroup", firstCgroup);
    place.mount = asProcessOne(root, "mnt", firstMount, place.pid);
    place.network = asProcessOne(root, "net", firstNetwork, place.pid);
    if (place.network == InNamespace::Unknown)
        place.network = networkBySettings(root);
    place.everyUserMapped = mapsAllOf(root, userMap);
    place.unmappedUid = readUnmappedId(root, unmappedUser);
    if (const auto offsets = root.read("self/timens_offsets"))
        place.bootOffset = parseBootOffset(*offsets);
    return place;
}

bool isUnmappedUser(Uid uid)
{
    static const auto unmapped = idOfUnmapped(userMap, unmappedUser);
    return uid == unmapped;
}

bool isUnmappedGroup(Gid gid)
{
    static const auto unmapped = idOfUnmapped("self/gid_map", "sys/kernel/overflowgid");
    return gid == unmapped;
}

Error noProcess(const Directory &root, Pid pid)
{
    if (!isLive(root))
        return {ErrorKind::Gone, fmt::format("there is no process {}", pid)};
    const auto place = readReaderPlace(root);
    if (place.hiding != Hiding::Nothing && !place.foreignPids && exists(pid))
        return {ErrorKind::Denied,
                fmt::format("process {} is hidden: /proc is mounted with hidepid, and it is another user's",
                            pid)};
    const auto *where = place.pid == InNamespace::Other ? " in this pid namespace" : "";
    return {ErrorKind::Gone, fmt::format("there is no process {}{}", pid, where)};
}

} // namespace forklore
