// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/events/polled_events.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/clocks.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sampling/linux_source.h"
#include "core/host/sampled_events.h"

namespace forklore {

PolledEvents::PolledEvents(EventCoverage coverage, Directory root, PidfdWatch::Ability ability)
    : m_coverage(std::move(coverage)), m_root(std::move(root)), m_system(readSystemInfo(m_root))
{
    if (ability != PidfdWatch::Ability::None)
        m_watch.emplace();
}

std::string PolledEvents::shortcoming() const
{
    return m_notHeld == 0
               ? std::string()
               : fmt::format("{} of the processes cannot be held: the limit of open files (ulimit -n) is "
                             "too low for all",
                             m_notHeld);
}

std::vector<Event> PolledEvents::read()
{
    std::vector<Event> events;
    const auto now = bootClock();
    for (const auto &end : m_watch ? m_watch->ends() : std::vector<PidfdWatch::End>()) {
        const auto status = statusOf(end);
        if (!status) {
            m_undecided.emplace(end.id, When{now});
            continue;
        }
        const auto since = m_undecided.find(end.id);
        const auto when = since == m_undecided.end() ? When{now} : since->second;
        if (auto event = endOf(end.id, when, *status))
            events.push_back(std::move(*event));
    }
    return events;
}

/// Nothing: it will be known when its parent has waited for it, perhaps.
std::optional<Result<ExitStatus>> PolledEvents::statusOf(const PidfdWatch::End &end) const
{
    if (end.status)
        return *end.status;
    const auto stat = readPidStat(m_root, fmt::format("{}/stat", end.id.pid).c_str());
    const bool isThere = stat ? stat->id() == end.id : stat.error().kind != ErrorKind::Gone;
    if (const auto status = isThere ? std::nullopt : m_watch->statusOf(end.id)) // it was reaped just now
        return *status;
    if (end.isReaped || !isThere)
        return failure(ErrorKind::Unsupported,
                       "before Linux 6.15 the kernel reports how a process ended to its parent alone");
    if (!stat || !stat->isZombie())
        return std::nullopt;
    const auto status = readExitStatus(m_root, fmt::format("{}/ns/user", end.id.pid).c_str(), *stat);
    return status ? std::optional(status) : std::nullopt;
}

/// Nothing: it was told before.
std::optional<Event> PolledEvents::endOf(const ProcessId &id, const When &when,
                                         const Result<ExitStatus> &status)
{
    m_undecided.erase(id);
    const auto *process = m_latest ? m_latest->find(id) : nullptr;
    if (!process || !m_told.insert(id).second)
        return std::nullopt;
    const auto lived = std::max(when.at - m_system.startOf(id.start), Moment(0));
    Exited exit{status, {}, {}};
    (when.notBefore ? exit.lifetimeAtMost : exit.lifetime) = lived;
    if (process->stat && process->stat->ppid != 0)
        exit.parent = refIn(*m_latest, process->stat->ppid);
    return Event{when.at,
                 {id, process->stat ? process->stat->comm : ""},
                 std::move(exit),
                 when.notBefore.has_value(),
                 when.notBefore};
}

std::vector<Event> PolledEvents::poll(std::shared_ptr<const Snapshot> snapshot)
{
    auto events = read(); // while the names of those that have ended are at hand
    if (m_latest) {
        for (auto &event : eventsBetween(*m_latest, *snapshot, m_system)) {
            const auto &id = event.process.id;
            auto *exit = std::get_if<Exited>(&event.what);
            if (exit && m_told.contains(id))
                continue;
            // A zombie that is held may still tell how it ended, once it is reaped; a second sample is
            // patience enough.
            const auto *process = snapshot->find(id);
            if (exit && !exit->status && m_watch && m_watch->holds(id) && process && process->isZombie()) {
                m_undecided.emplace(id, When{event.at, event.notBefore});
                continue;
            }
            if (exit)
                m_told.insert(id);
            events.push_back(std::move(event));
        }
    }
    for (const auto &[id, since] : std::unordered_map(m_undecided)) {
        const auto *process = snapshot->find(id);
        if (process && process->exitStatus && since.at < m_latest->sinceBoot) {
            if (auto event = endOf(id, since, *process->exitStatus))
                events.push_back(std::move(*event));
        }
    }
    std::ranges::stable_sort(events, {}, &Event::at);
    m_latest = std::move(snapshot);
    std::erase_if(m_told, [&](const ProcessId &id) { return !m_latest->find(id); });
    std::erase_if(m_undecided, [&](const auto &entry) { return !m_latest->find(entry.first); });
    for (const auto &id : m_watch ? m_watch->held() : std::vector<ProcessId>()) {
        if (!m_latest->find(id)) // its end was told; before Linux 6.9 its handle does not say that it is gone
            m_watch->release(id);
    }
    holdYoungest();
    return events;
}

/// Where not all can be held: most that end have not lived for long.
void PolledEvents::holdYoungest()
{
    m_notHeld = 0;
    if (!m_watch)
        return;
    std::vector<ProcessId> wanted;
    for (const auto &process : m_latest->processes) {
        const auto &id = process.id;
        if (process.stat && !process.isKernelThread() && !m_told.contains(id) &&
            (!process.isZombie() || m_undecided.contains(id)))
            wanted.push_back(id);
    }
    std::ranges::stable_sort(wanted, std::ranges::greater(), &ProcessId::start);
    const auto held = std::min(wanted.size(), PidfdWatch::capacity());
    m_notHeld = wanted.size() - held;
    for (auto id = wanted.begin() + static_cast<std::ptrdiff_t>(held); id != wanted.end(); ++id)
        m_watch->release(*id);
    wanted.resize(held);
    for (const auto &id : wanted)
        hold(id);
}

void PolledEvents::hold(const ProcessId &id)
{
    if (m_watch->holds(id))
        return;
    if (const auto held = m_watch->hold(id); !held) {
        m_notHeld += held.error().kind == ErrorKind::Gone ? 0 : 1;
        return;
    }
    const auto stat = readPidStat(m_root, fmt::format("{}/stat", id.pid).c_str());
    if (!stat || stat->id() != id) // the pid is another's by now
        m_watch->release(id);
}

} // namespace forklore
