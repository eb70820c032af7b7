// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/helper/read_credentials.h"

#include "core/host/id_names.h"

namespace forklore {

CredentialsReading readCredentials(const Inspector &inspector, const ProcessId &id)
{
    // What was asked once is known from then on; a name that is on its way is there at the next reading.
    static const auto usersHere = userNames(true);
    static const auto groupsHere = groupNames(true);
    const bool isHere = inspector.system().isThisMachine;
    const auto users = isHere ? usersHere : userNames(false);
    const auto groups = isHere ? groupsHere : groupNames(false);

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
