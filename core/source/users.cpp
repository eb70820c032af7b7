// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/users.h"

#include <vector>

#include <cerrno>
#include <grp.h>
#include <pwd.h>

#include "core/source/linux/reader_place.h"

namespace forklore {
namespace {

/// The name that one of the C library's calls tells, or the number as text.
/// @param look fills in the entry and its texts; ERANGE: the buffer is too small
template <class Entry>
std::string lookUp(std::uint32_t id, int (*look)(std::uint32_t, Entry *, char *, std::size_t, Entry **),
                   char *Entry::*name)
{
    std::vector<char> buffer(1024);
    for (;;) {
        Entry entry{};
        Entry *found = nullptr;
        const auto error = look(id, &entry, buffer.data(), buffer.size(), &found);
        if (error != ERANGE)
            return found ? found->*name : std::to_string(id);
        buffer.resize(buffer.size() * 2); // a group's members stand in it too
    }
}

} // namespace

const std::string &Users::nameOf(Uid uid)
{
    auto known = m_names.find(uid);
    if (known == m_names.end())
        known = m_names
                    .emplace(uid, isUnmappedUser(uid) ? std::to_string(uid)
                                                      : lookUp(uid, getpwuid_r, &passwd::pw_name))
                    .first;
    return known->second;
}

const std::string &Groups::nameOf(Gid gid)
{
    auto known = m_names.find(gid);
    if (known == m_names.end())
        known = m_names
                    .emplace(gid, isUnmappedGroup(gid) ? std::to_string(gid)
                                                       : lookUp(gid, getgrgid_r, &group::gr_name))
                    .first;
    return known->second;
}

} // namespace forklore
