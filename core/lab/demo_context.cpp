// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/demo_context.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace forklore {

Result<ProcessId> DemoContext::id(std::string_view role) const
{
    const auto found = m_cast.find(role);
    if (found == m_cast.end())
        return failure(ErrorKind::Gone, fmt::format("nobody plays \"{}\" yet", role));
    return found->second;
}

Result<const Process *> DemoContext::process(std::string_view role) const
{
    return id(role).and_then([&](const ProcessId &id) -> Result<const Process *> {
        if (const auto *process = m_snapshot->find(id))
            return process;
        return failure(ErrorKind::Gone, fmt::format("{} is gone", id.pid));
    });
}

Result<Stat> DemoContext::stat(std::string_view role) const
{
    return process(role).and_then([](const Process *process) { return process->stat; });
}

Result<long> DemoContext::reported(std::string_view role, std::string_view what) const
{
    return id(role).and_then([&](const ProcessId &id) -> Result<long> {
        const auto found = m_reported.find(std::pair(id.pid, std::string(what)));
        if (found == m_reported.end())
            return failure(ErrorKind::Gone, fmt::format("{} has not come so far", id.pid));
        return found->second;
    });
}

Result<ExitStatus> DemoContext::ending(std::string_view role) const
{
    return id(role).and_then([&](const ProcessId &id) -> Result<ExitStatus> {
        const auto *process = m_snapshot->find(id);
        if (process && process->exitStatus && *process->exitStatus)
            return **process->exitStatus;
        const auto found = m_endings.find(id.pid);
        if (found != m_endings.end())
            return found->second;
        if (process && !process->isZombie())
            return failure(ErrorKind::Gone, fmt::format("{} lives", id.pid));
        return failure(ErrorKind::Gone, "how it ended is not known");
    });
}

std::string DemoContext::output(std::string_view role) const
{
    const auto of = id(role);
    const auto found = of ? m_output.find(of->pid) : m_output.end();
    return found == m_output.end() ? std::string() : found->second;
}

void DemoContext::cast(const ProcessId &id, const std::string &role)
{
    m_cast[role] = id;
    m_members.insert(id);
    const auto *process = m_snapshot->find(id);
    if (!process)
        return;
    if (m_descendants) // it has lost its parent, perhaps, before a sample could show whose child it was
        m_descendants->admit(id);
    else
        m_descendants.emplace(*m_snapshot, *process);
}

bool DemoContext::handle(const Event &event)
{
    if (!m_descendants || !m_descendants->follow(event) || std::holds_alternative<Lost>(event.what))
        return false;
    const auto &id = event.process.id;
    if (id.start != ProcessId::unknownStart)
        m_members.insert(id);
    if (const auto *exit = std::get_if<Exited>(&event.what); exit && exit->status)
        m_endings[id.pid] = *exit->status;
    m_events.push_back(event);
    return true;
}

std::vector<ProcessId> DemoContext::company() const
{
    std::vector<ProcessId> company;
    std::ranges::copy_if(m_members, std::back_inserter(company),
                         [&](const ProcessId &id) { return m_snapshot->find(id) != nullptr; });
    return company;
}

std::string DemoContext::roleOf(Pid pid) const
{
    const auto found =
        std::ranges::find_if(m_cast, [&](const auto &entry) { return entry.second.pid == pid; });
    return found == m_cast.end() ? std::string() : found->first;
}

} // namespace forklore
