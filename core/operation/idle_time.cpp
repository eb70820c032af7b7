// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/idle_time.h"

#include <algorithm>

namespace forklore {

void IdleTime::note(const Operation &request, std::chrono::nanoseconds now)
{
    const auto *read = std::get_if<ReadProtected>(&request.action);
    const auto current = read ? std::optional(std::pair(request.process, read->section)) : std::nullopt;
    if (read && current == m_lastRead)
        return;
    if (read)
        m_lastRead = current;
    m_end = now + limit;
}

std::chrono::nanoseconds IdleTime::left(std::chrono::nanoseconds now) const
{
    return std::max(m_end - now, std::chrono::nanoseconds(0));
}

} // namespace forklore
