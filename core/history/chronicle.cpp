// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/chronicle.h"

#include <algorithm>

#include "core/base/clocks.h"

namespace forklore {
namespace {

/// The end of a process says how its life was, so it is written even when there is no room.
void append(Life &life, const Event &event)
{
    life.events.push_back(event);
    if (life.events.size() <= Life::kept)
        return;
    constexpr auto first = static_cast<std::ptrdiff_t>(Life::kept / 2); // its beginnings stay
    constexpr auto last = first + static_cast<std::ptrdiff_t>(Life::kept / 4);
    life.events.erase(life.events.begin() + first, life.events.begin() + last);
    life.leftOut += Life::kept / 4;
}

/// Some have a megabyte.
std::string_view kept(std::string_view commandLine)
{
    constexpr std::size_t most = 1024;
    return commandLine.substr(0, most);
}

} // namespace

Chronicle::Chronicle() = default;

void Chronicle::hear(const Event &event)
{
    ++m_heard;
    m_events.push_back(event);
    if (m_events.size() > mostEvents)
        m_events.pop_front();
    if (const auto *lost = std::get_if<Lost>(&event.what))
        m_lost += lost->count.value_or(1);
    else
        write(lifeOf(event.process), event);
    forgetEnded();
}

/// A start that could not be read at the birth may be known by the next event.
Life &Chronicle::lifeOf(const Kin &process)
{
    auto &life = m_lives[process.id];
    if (life)
        return *life;
    const ProcessId unknown{process.id.pid, ProcessId::unknownStart};
    const auto nameless = m_lives.find(unknown);
    if (process.id != unknown && nameless != m_lives.end() && nameless->second && !nameless->second->ended) {
        life = std::move(nameless->second);
        m_lives.erase(nameless);
    } else {
        life = std::make_unique<Life>();
    }
    life->id = process.id;
    return *life;
}

void Chronicle::write(Life &life, const Event &event)
{
    if (const auto *fork = std::get_if<Forked>(&event.what))
        return writeBirth(life, event, *fork);
    if (const auto *exit = std::get_if<Exited>(&event.what))
        return writeEnd(life, event, *exit);
    life.comm = event.process.comm;
    append(life, event);
    if (const auto *exec = std::get_if<Executed>(&event.what)) {
        life.commandLine = exec->commandLine ? kept(*exec->commandLine) : std::string_view();
    } else if (const auto *move = std::get_if<Reparented>(&event.what)) {
        if (!life.bornOf)
            life.bornOf = move->from;
        life.parent = move->to;
    }
}

void Chronicle::writeBirth(Life &life, const Event &event, const Forked &fork)
{
    // A sample may have shown it before its birth is read; a pid without a start may be another's by now.
    if (life.ended) {
        life = Life();
        life.id = event.process.id;
    }
    life.comm = event.process.comm;
    life.bornOf = fork.parent;
    life.isBirthHeard = !event.inferred;
    if (!life.parent)
        life.parent = fork.parent;
    life.events.insert(life.events.begin(), event);
    ++m_born;
    tellParent(fork.parent, event);
}

void Chronicle::writeEnd(Life &life, const Event &event, const Exited &exit)
{
    if (!event.process.comm.empty() || life.comm.empty())
        life.comm = event.process.comm;
    append(life, event);
    life.end = exit;
    if (exit.parent)
        life.parent = exit.parent;
    close(life, event.at);
    ++m_over;
    m_endings.add(life);
    tellParent(exit.parent, event);
}

void Chronicle::close(Life &life, Moment at)
{
    if (!life.ended)
        m_ended.push_back(life.id);
    life.ended = at;
}

void Chronicle::tellParent(const std::optional<Kin> &parent, const Event &event)
{
    const auto found = parent ? m_lives.find(parent->id) : m_lives.end();
    if (found == m_lives.end())
        return;
    auto &life = *found->second;
    if (const auto *exit = std::get_if<Exited>(&event.what)) {
        ++life.childrenEnded;
        life.childrenFailed += exit->status && exit->status->isFailure() ? 1 : 0;
    } else {
        ++life.childrenBorn;
    }
    append(life, event);
}

void Chronicle::take(const Snapshot &snapshot, const Delta &delta)
{
    for (const auto *positions : {&delta.appeared, &delta.changed}) {
        for (const auto position : *positions) {
            const auto &process = snapshot.processes[position];
            if (!process.stat)
                continue;
            const auto *parent = snapshot.withPid(process.stat->ppid);
            auto &life = lifeOf({process.id, process.stat->comm});
            if (!life.ended) // a zombie has ended
                life.comm = process.stat->comm;
            const bool hasLine = process.commandLine && !process.commandLine->empty();
            if (hasLine && life.commandLine != kept(*process.commandLine))
                life.commandLine = kept(*process.commandLine);
            if (parent && !life.ended && (!life.parent || life.parent->id != parent->id))
                life.parent = Kin{parent->id, nameOf(*parent)};
            if (!life.bornOf)
                life.bornOf = life.parent;
        }
    }
    for (const auto &id : delta.ended) {
        const auto found = m_lives.find(id);
        if (found != m_lives.end() && !found->second->ended)
            close(*found->second, snapshot.sinceBoot);
    }
    if (m_measuredAt && snapshot.sinceBoot > *m_measuredAt) {
        const auto elapsed = seconds(snapshot.sinceBoot - *m_measuredAt);
        m_births.append(snapshot.sinceBoot, static_cast<double>(m_born) / elapsed);
        m_ends.append(snapshot.sinceBoot, static_cast<double>(m_over) / elapsed);
    }
    m_measuredAt = snapshot.sinceBoot;
    m_born = m_over = 0;
    forgetEnded();
}

const Life *Chronicle::find(const ProcessId &id) const
{
    const auto found = m_lives.find(id);
    return found == m_lives.end() ? nullptr : found->second.get();
}

void Chronicle::forgetEnded()
{
    while (m_ended.size() > mostEnded) {
        const auto found = m_lives.find(m_ended.front());
        m_ended.pop_front();
        if (found != m_lives.end() && found->second->ended)
            m_lives.erase(found);
    }
}

} // namespace forklore
