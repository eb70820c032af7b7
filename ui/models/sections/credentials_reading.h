// SPDX-License-Identifier: GPL-3.0-or-later
//
// CredentialsReading: in whose name a process acts and where it lives, with the names of all ids in it.
#pragma once

#include <map>
#include <string>

#include "core/process/location.h"
#include "core/process/rights.h"

namespace forklore {

struct CredentialsReading {
    Result<Rights> rights;
    Result<Location> location;
    std::map<Uid, std::string> users; ///< the number as text where an id has no name
    std::map<Gid, std::string> groups;

    bool operator==(const CredentialsReading &) const = default;
};

} // namespace forklore
