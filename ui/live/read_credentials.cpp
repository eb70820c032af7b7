// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/read_credentials.h"

#include "core/source/users.h"

namespace forklore {

CredentialsReading readCredentials(const Inspector &inspector, const ProcessId &id)
{
    static thread_local Users users; // what was asked once is known for the life of the thread
    static thread_local Groups groups;

    CredentialsReading reading{inspector.rights(id), inspector.location(id), {}, {}};
    if (!reading.rights)
        return reading;
    const auto &ids = reading.rights->ids;
    for (const auto uid : {ids.uid.real, ids.uid.effective, ids.uid.saved, ids.uid.filesystem})
        reading.users.try_emplace(uid, users.nameOf(uid));
    for (const auto gid : {ids.gid.real, ids.gid.effective, ids.gid.saved, ids.gid.filesystem})
        reading.groups.try_emplace(gid, groups.nameOf(gid));
    for (const auto gid : reading.rights->groups)
        reading.groups.try_emplace(gid, groups.nameOf(gid));
    return reading;
}

} // namespace forklore
