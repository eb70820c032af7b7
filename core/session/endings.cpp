// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/endings.h"

#include <algorithm>

namespace forklore {

void Endings::clear()
{
    m_groups.clear();
    m_shown.clear();
}

void Endings::add(const Life &life)
{
    auto &group = groupOf(life);
    const bool told = life.end && life.end->status;
    const bool failed = told && life.end->status->isFailure();
    ++group.ended;
    group.failed += failed ? 1 : 0;
    group.unknown += told ? 0 : 1;
    group.lastAt = life.ended.value_or(Moment());
    group.isLastAtKnown = life.isEndHeard;
    if (!failed && group.failed > 0)
        return;
    m_shown.erase(group.id);
    m_shown.insert(life.id);
    group.id = life.id;
    group.commandLine = life.commandLine;
    group.parent = life.parent;
    group.status = told ? std::optional(*life.end->status) : std::nullopt;
    group.lifetime = life.end ? life.end->lifetime : std::nullopt;
    group.at = group.lastAt;
}

EndedGroup &Endings::groupOf(const Life &life)
{
    const auto parentComm = life.parent ? life.parent->comm : std::string();
    const auto found = std::ranges::find_if(m_groups, [&](const EndedGroup &group) {
        return group.comm == life.comm && group.parentComm == parentComm;
    });
    if (found != m_groups.end())
        return *found;
    if (m_groups.size() >= mostGroups) {
        const auto quietest = std::ranges::min_element(m_groups, {}, &EndedGroup::lastAt);
        m_shown.erase(quietest->id);
        m_groups.erase(quietest);
    }
    EndedGroup group;
    group.number = m_next++;
    group.comm = life.comm;
    group.parentComm = parentComm;
    return m_groups.emplace_back(std::move(group));
}

} // namespace forklore
