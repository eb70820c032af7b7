// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/users.h"

#include <vector>

#include <cerrno>
#include <pwd.h>

namespace forklore {
namespace {

std::string lookUp(Uid uid)
{
    std::vector<char> buffer(1024);
    for (;;) {
        passwd entry{};
        passwd *found = nullptr;
        const auto error = getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
        if (error != ERANGE)
            return found ? found->pw_name : std::to_string(uid);
        buffer.resize(buffer.size() * 2);
    }
}

} // namespace

const std::string &Users::nameOf(Uid uid)
{
    auto known = m_names.find(uid);
    if (known == m_names.end())
        known = m_names.emplace(uid, lookUp(uid)).first;
    return known->second;
}

} // namespace forklore
