// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/events/process_table.h"

#include <algorithm>

namespace forklore {

Member *ProcessTable::find(Pid pid)
{
    const auto found = m_members.find(pid);
    return found == m_members.end() ? nullptr : &found->second;
}

const Member *ProcessTable::find(Pid pid) const
{
    const auto found = m_members.find(pid);
    return found == m_members.end() ? nullptr : &found->second;
}

Member &ProcessTable::add(Member member)
{
    const auto pid = member.ref.id.pid;
    if (auto *parent = parentIn(member))
        parent->children.push_back(pid);
    return m_members.insert_or_assign(pid, std::move(member)).first->second;
}

void ProcessTable::remove(Pid pid)
{
    const auto found = m_members.find(pid);
    if (found == m_members.end())
        return;
    inheritFromParent(found->second);
    m_members.erase(found);
}

void ProcessTable::setParent(Member &child, const std::optional<ProcessRef> &parent)
{
    inheritFromParent(child);
    child.parent = parent;
    if (auto *adopter = parentIn(child))
        adopter->children.push_back(child.ref.id.pid);
}

std::optional<ProcessRef> ProcessTable::parentOf(const Member &child) const
{
    const auto *parent = child.parent ? find(child.parent->id.pid) : nullptr;
    return parent && parent->ref.id == child.parent->id ? parent->ref : child.parent;
}

std::vector<Pid> ProcessTable::pids() const
{
    std::vector<Pid> all;
    all.reserve(m_members.size());
    for (const auto &[pid, member] : m_members)
        all.push_back(pid);
    std::ranges::sort(all);
    return all;
}

Member *ProcessTable::parentIn(const Member &child)
{
    return child.parent ? find(child.parent->id.pid) : nullptr;
}

void ProcessTable::inheritFromParent(const Member &child)
{
    auto *parent = parentIn(child);
    if (parent == nullptr)
        return;
    // In a storm it is the youngest that end.
    const auto found = std::find(parent->children.rbegin(), parent->children.rend(), child.ref.id.pid);
    if (found != parent->children.rend())
        parent->children.erase(std::next(found).base());
}

} // namespace forklore
