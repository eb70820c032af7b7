// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/descendants.h"

#include "core/snapshot/forest.h"

namespace forklore {

Descendants::Descendants(const Snapshot &snapshot, const Process &founder)
{
    const auto position = snapshot.positionOf(founder.id.pid).value();
    for (const auto &place : Forest(snapshot).walkFrom(position)) {
        const auto &process = snapshot.processes[place.position];
        add(process.id, process.isZombie());
    }
}

bool Descendants::follow(const Event &event)
{
    if (std::holds_alternative<Lost>(event.what))
        return true;
    const auto &id = event.process.id;
    const auto parent = std::holds_alternative<Forked>(event.what) ? parentIn(event) : std::nullopt;
    if (parent && contains(*parent)) {
        add(id, false);
        return true;
    }
    const bool isMember = contains(id); // the child of a fork, too: the sample may have had it already
    if (isMember && std::holds_alternative<Exited>(event.what))
        remove(id.pid);
    return isMember;
}

void Descendants::admit(const ProcessId &id)
{
    if (!contains(id))
        add(id, false);
}

bool Descendants::contains(const ProcessId &id)
{
    const auto found = m_members.find(id.pid);
    if (found == m_members.end())
        return false;
    auto &start = found->second.start;
    if (start == ProcessId::unknownStart)
        start = id.start;
    if (id.start == ProcessId::unknownStart || id.start == start)
        return true;
    if (id.start > start) // the pid is in use again: the member's end was not heard
        remove(id.pid);
    return false;
}

void Descendants::add(const ProcessId &id, bool isZombie)
{
    remove(id.pid);
    m_members[id.pid] = {id.start, isZombie};
    m_living += isZombie ? 0 : 1;
}

void Descendants::remove(Pid pid)
{
    const auto found = m_members.find(pid);
    if (found == m_members.end())
        return;
    m_living -= found->second.isZombie ? 0 : 1;
    m_members.erase(found);
}

} // namespace forklore
