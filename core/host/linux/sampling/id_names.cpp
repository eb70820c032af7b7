// SPDX-License-Identifier: GPL-3.0-or-later
//
// The databases of this machine's users and groups, getpwuid_r(3) and getgrgid_r(3).
#include "core/host/id_names.h"

#include <cerrno>

#include <grp.h>
#include <pwd.h>

#include <fmt/format.h>

#include "core/host/linux/sampling/reader_place.h"

namespace forklore {
namespace {

/// The name that one of the C library's calls tells.
/// @param look fills in the entry and its texts; ERANGE: the buffer is too small
template <class Entry>
Result<std::optional<std::string>> lookUp(std::uint32_t id,
                                          int (*look)(std::uint32_t, Entry *, char *, std::size_t, Entry **),
                                          char *Entry::*name)
{
    std::vector<char> buffer(1024);
    for (;;) {
        Entry entry{};
        Entry *found = nullptr;
        const auto error = look(id, &entry, buffer.data(), buffer.size(), &found);
        if (error == ERANGE) {
            buffer.resize(buffer.size() * 2); // a group's members stand in it too
            continue;
        }
        if (found)
            return found->*name;
        if (error == 0 || error == ENOENT || error == ESRCH) // getpwnam(3): systems differ in how they say so
            return std::nullopt;
        return failureOf(error, fmt::format("the name of {}", id));
    }
}

} // namespace

IdNames userNames(bool ofThisMachine)
{
    if (!ofThisMachine)
        return {"user", nullptr};
    return {"user", [](std::uint32_t uid) -> Result<std::optional<std::string>> {
                if (isUnmappedUser(uid)) // whoever has no number in this user namespace, not "nobody"
                    return std::nullopt;
                return lookUp(uid, getpwuid_r, &passwd::pw_name);
            }};
}

IdNames groupNames(bool ofThisMachine)
{
    if (!ofThisMachine)
        return {"group", nullptr};
    return {"group", [](std::uint32_t gid) -> Result<std::optional<std::string>> {
                if (isUnmappedGroup(gid))
                    return std::nullopt;
                return lookUp(gid, getgrgid_r, &group::gr_name);
            }};
}

} // namespace forklore
