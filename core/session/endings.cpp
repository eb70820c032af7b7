// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/endings.h"

#include <algorithm>

namespace forklore {

void Endings::clear()
{
    m_groups.clear();
    m_shown.clear();
}

void Endings::add(const ProcessTimeline &timeline)
{
    auto &group = groupOf(timeline);
    const bool told = timeline.end && timeline.end->status;
    const bool failed = told && timeline.end->status->isFailure();
    ++group.ended;
    group.failed += failed ? 1 : 0;
    group.unknown += told ? 0 : 1;
    group.lastAt = timeline.ended.value_or(Moment());
    group.isLastAtKnown = timeline.isEndHeard;
    if (!failed && group.failed > 0)
        return;
    m_shown.erase(group.id);
    m_shown.insert(timeline.id);
    group.id = timeline.id;
    group.commandLine = timeline.commandLine;
    group.parent = timeline.parent;
    group.status = told ? std::optional(*timeline.end->status) : std::nullopt;
    group.lifetime = timeline.end ? timeline.end->lifetime : std::nullopt;
    group.at = group.lastAt;
}

EndedGroup &Endings::groupOf(const ProcessTimeline &timeline)
{
    const auto parentComm = timeline.parent ? timeline.parent->comm : std::string();
    const auto found = std::ranges::find_if(m_groups, [&](const EndedGroup &group) {
        return group.comm == timeline.comm && group.parentComm == parentComm;
    });
    if (found != m_groups.end())
        return *found;
    if (m_groups.size() >= maxGroups) {
        const auto quietest = std::ranges::min_element(m_groups, {}, &EndedGroup::lastAt);
        m_shown.erase(quietest->id);
        m_groups.erase(quietest);
    }
    EndedGroup group;
    group.number = m_next++;
    group.comm = timeline.comm;
    group.parentComm = parentComm;
    return m_groups.emplace_back(std::move(group));
}

} // namespace forklore
