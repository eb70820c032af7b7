// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/snapshot/forest.h"

#include <algorithm>
#include <unordered_set>

namespace forklore {

Forest::Forest(const Snapshot &snapshot)
    : m_parent(snapshot.processes.size(), none), m_children(snapshot.processes.size())
{
    for (std::size_t position = 0; position < snapshot.processes.size(); ++position) {
        const auto &process = snapshot.processes[position];
        const auto parent = process.stat ? snapshot.positionOf(process.stat->ppid) : std::nullopt;
        if (parent && parent != position)
            m_parent[position] = *parent;
    }
    breakCycles();
    for (std::size_t position = 0; position < m_parent.size(); ++position)
        (m_parent[position] == none ? m_roots : m_children[m_parent[position]]).push_back(position);
}

void Forest::breakCycles()
{
    // Each walk up marks its way with its own number: coming back to one's own mark is a cycle.
    std::vector<std::size_t> mark(m_parent.size(), none);
    for (std::size_t start = 0; start < m_parent.size(); ++start) {
        auto position = start;
        while (position != none && mark[position] == none) {
            mark[position] = start;
            position = m_parent[position];
        }
        if (position != none && mark[position] == start)
            m_parent[position] = none;
    }
}

std::vector<Forest::Place> Forest::walk() const
{
    std::vector<Place> places;
    places.reserve(m_parent.size());
    for (const auto root : m_roots)
        std::ranges::copy(walkFrom(root), std::back_inserter(places));
    return places;
}

std::vector<Forest::Place> Forest::walkFrom(std::size_t position, std::size_t depth) const
{
    std::vector<Place> places;
    std::vector<Place> ahead = {{position, depth}};
    while (!ahead.empty()) {
        const auto place = ahead.back();
        ahead.pop_back();
        places.push_back(place);
        const auto &below = m_children[place.position];
        std::transform(below.rbegin(), below.rend(), std::back_inserter(ahead), [&](std::size_t child) {
            return Place{child, place.depth + 1};
        });
    }
    return places;
}

ProcessRefs ancestors(const Snapshot &snapshot, const ProcessId &id)
{
    ProcessRefs line;
    std::unordered_set<Pid> seen = {id.pid}; // a cycle of parents ends where it began
    const auto *process = snapshot.find(id);
    while (process && process->stat) {
        process = snapshot.withPid(process->stat->ppid);
        if (!process || !seen.insert(process->id.pid).second)
            break;
        line.push_back({process->id, nameOf(*process)});
    }
    return line;
}

ProcessRefs children(const Snapshot &snapshot, const ProcessId &id)
{
    ProcessRefs result;
    for (const auto &process : snapshot.processes) {
        if (process.stat && process.stat->ppid == id.pid && process.id != id)
            result.push_back({process.id, nameOf(process)});
    }
    return result;
}

} // namespace forklore
