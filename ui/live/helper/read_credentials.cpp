// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/helper/read_credentials.h"

namespace forklore {

CredentialsReading readCredentials(const Inspector &inspector, const IdNames &users, const IdNames &groups,
                                   const ProcessId &id)
{
    CredentialsReading reading{inspector.rights(id), inspector.location(id), {}, {}};
    if (!reading.rights)
        return reading;
    const auto &uids = reading.rights->uid;
    const auto &gids = reading.rights->gid;
    if (uids) {
        for (const auto uid : {uids->real, uids->effective, uids->saved, uids->filesystem})
            reading.users.try_emplace(uid, users.nameOrNumber(uid));
    }
    if (gids) {
        for (const auto gid : {gids->real, gids->effective, gids->saved, gids->filesystem})
            reading.groups.try_emplace(gid, groups.nameOrNumber(gid));
    }
    for (const auto gid : reading.rights->groups.value_or(std::vector<Gid>()))
        reading.groups.try_emplace(gid, groups.nameOrNumber(gid));
    return reading;
}

} // namespace forklore
