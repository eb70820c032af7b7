// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/events/population.h"

#include <algorithm>

namespace forklore {

Member *Population::find(Pid pid)
{
    const auto found = m_members.find(pid);
    return found == m_members.end() ? nullptr : &found->second;
}

const Member *Population::find(Pid pid) const
{
    const auto found = m_members.find(pid);
    return found == m_members.end() ? nullptr : &found->second;
}

Member &Population::add(Member member)
{
    const auto pid = member.kin.id.pid;
    if (auto *parent = parentIn(member))
        parent->children.push_back(pid);
    return m_members.insert_or_assign(pid, std::move(member)).first->second;
}

void Population::remove(Pid pid)
{
    const auto found = m_members.find(pid);
    if (found == m_members.end())
        return;
    takeFromParent(found->second);
    m_members.erase(found);
}

void Population::setParent(Member &child, const std::optional<Kin> &parent)
{
    takeFromParent(child);
    child.parent = parent;
    if (auto *adopter = parentIn(child))
        adopter->children.push_back(child.kin.id.pid);
}

std::optional<Kin> Population::parentOf(const Member &child) const
{
    const auto *parent = child.parent ? find(child.parent->id.pid) : nullptr;
    return parent && parent->kin.id == child.parent->id ? parent->kin : child.parent;
}

std::vector<Pid> Population::pids() const
{
    std::vector<Pid> all;
    all.reserve(m_members.size());
    for (const auto &[pid, member] : m_members)
        all.push_back(pid);
    std::ranges::sort(all);
    return all;
}

Member *Population::parentIn(const Member &child)
{
    return child.parent ? find(child.parent->id.pid) : nullptr;
}

void Population::takeFromParent(const Member &child)
{
    auto *parent = parentIn(child);
    if (parent == nullptr)
        return;
    // In a storm it is the youngest that end.
    const auto found = std::find(parent->children.rbegin(), parent->children.rend(), child.kin.id.pid);
    if (found != parent->children.rend())
        parent->children.erase(std::next(found).base());
}

} // namespace forklore
