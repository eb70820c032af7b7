// SPDX-License-Identifier: GPL-3.0-or-later
//
// Users and Groups: the names behind ids, asked of the system's databases once each.
#pragma once

#include <string>
#include <unordered_map>

#include "core/process/process_id.h"

namespace forklore {

/// Not for several threads at once: each that needs names has its own.
class Users {
public:
    /// The login name, or the number as text where the id has no name. May ask a directory service: see
    /// getpwuid_r(3).
    [[nodiscard]] const std::string &nameOf(Uid uid);

private:
    std::unordered_map<Uid, std::string> m_names;
};

/// As Users, for groups: getgrgid_r(3).
class Groups {
public:
    [[nodiscard]] const std::string &nameOf(Gid gid);

private:
    std::unordered_map<Gid, std::string> m_names;
};

} // namespace forklore
