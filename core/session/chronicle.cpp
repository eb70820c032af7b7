// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/chronicle.h"

#include <algorithm>

#include "core/base/clocks.h"

namespace forklore {
namespace {

/// Its beginnings and its last events stay. What was left out before was at this place, too.
void cutOut(Life &life, std::size_t first, std::size_t count)
{
    const auto from = life.events.begin() + static_cast<std::ptrdiff_t>(first);
    life.events.erase(from, from + static_cast<std::ptrdiff_t>(count));
    life.leftOut += count;
    life.leftOutAfter = first;
}

/// The end of a process says how its life was, so it is written even when there is no room.
void append(Life &life, const Event &event)
{
    // What a sample has shown may be told after what was heard since.
    life.events.insert(std::ranges::upper_bound(life.events, event.at, {}, &Event::at), event);
    if (life.events.size() > Life::kept)
        cutOut(life, Life::kept / 2, Life::kept / 4);
}

/// Some have a megabyte, and an event is kept several times.
std::string_view kept(std::string_view commandLine)
{
    constexpr std::size_t maxBytes = 1024;
    return commandLine.substr(0, maxBytes);
}

Event shortened(const Event &event)
{
    auto copy = event;
    if (auto *exec = std::get_if<Executed>(&copy.what); exec && exec->commandLine)
        exec->commandLine = std::string(kept(*exec->commandLine));
    return copy;
}

} // namespace

Chronicle::Chronicle() = default;

void Chronicle::hear(const Event &event)
{
    ++m_heard;
    m_events.push_back(shortened(event));
    if (const auto *lost = std::get_if<Lost>(&event.what)) {
        m_lost += lost->count.value_or(1);
        m_listed.emplace_back();
    } else {
        m_listed.push_back(lifeIn(event));
        write(*m_listed.back(), m_events.back());
        if (const auto &end = m_listed.back()->end;
            end && end->status && end->status->isFailure() && std::holds_alternative<Exited>(event.what))
            m_failed.push_back(m_listed.back());
    }
    if (m_events.size() > maxEvents) {
        m_events.pop_front();
        m_listed.pop_front();
    }
    if (m_failed.size() > maxFailed)
        m_failed.pop_front();
    forgetEnded();
}

/// The same pid without a known start is used by one process after another. A fork event starts a new record;
/// an event after the exit is not added to the old one.
const Chronicle::LifePtr &Chronicle::lifeIn(const Event &event)
{
    const auto &id = event.process.id;
    const bool isBirth = std::holds_alternative<Forked>(event.what);
    if (const auto former = m_lives.find(id); isBirth && former != m_lives.end() && former->second->end) {
        reopen(id); // within one tick of the clock the pid was used again
        m_lives.erase(former);
    }
    const auto nameless = m_lives.find({id.pid, ProcessId::unknownStart});
    if (nameless != m_lives.end()) {
        auto &former = *nameless->second;
        if (id == former.id && (isBirth || former.end)) {
            reopen(id);
            m_lives.erase(nameless);
        } else if (isBirth && !former.ended) {
            close(former, event.at);
        }
    }
    return lifeOf(id);
}

/// A start that could not be read at the birth may be known by the next event.
const Chronicle::LifePtr &Chronicle::lifeOf(const ProcessId &id)
{
    auto &life = m_lives[id];
    if (life)
        return life;
    const ProcessId unknown{id.pid, ProcessId::unknownStart};
    const auto nameless = m_lives.find(unknown);
    if (id != unknown && nameless != m_lives.end() && nameless->second && !nameless->second->ended) {
        life = std::move(nameless->second);
        m_lives.erase(nameless);
    } else {
        life = std::make_shared<Life>();
    }
    life->id = id;
    return life;
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
        life.commandLine = exec->commandLine.value_or("");
    } else if (const auto *move = std::get_if<Reparented>(&event.what)) {
        if (!life.bornOf)
            life.bornOf = move->from;
        life.parent = move->to;
    }
}

void Chronicle::writeBirth(Life &life, const Event &event, const Forked &fork)
{
    if (!life.ended) // a sample may have shown it, and the next one missed it, before its birth is read
        life.comm = event.process.comm;
    const auto &parent = fork.parent ? fork.parent : fork.firstSeenBelow;
    life.bornOf = parent;
    life.isBirthHeard = !event.inferred;
    life.isBirthSeen = event.inferred;
    if (!life.parent)
        life.parent = parent;
    life.events.insert(life.events.begin(), event);
    ++m_born;
    appendToParent(parent, event);
}

void Chronicle::writeEnd(Life &life, const Event &event, const Exited &exit)
{
    if (!event.process.comm.empty() || life.comm.empty())
        life.comm = event.process.comm;
    append(life, event);
    life.end = exit;
    life.isEndHeard = !event.inferred;
    if (exit.parent)
        life.parent = exit.parent;
    close(life, event.at);
    ++m_over;
    m_endings.add(life);
    appendToParent(exit.parent, event);
}

void Chronicle::close(Life &life, Moment at)
{
    if (!life.ended)
        m_ended.push_back(life.id);
    life.ended = at;
}

/// It is not among those that have ended any more.
void Chronicle::reopen(const ProcessId &id)
{
    std::erase(m_ended, id);
    std::erase(m_keptLonger, id);
}

void Chronicle::appendToParent(const std::optional<Kin> &parent, const Event &event)
{
    const auto found = parent ? m_lives.find(parent->id) : m_lives.end();
    if (found == m_lives.end())
        return;
    auto &life = *found->second;
    if (const auto *exit = std::get_if<Exited>(&event.what)) {
        ++life.childrenEnded;
        life.childrenFailed += exit->status && exit->status->isFailure() ? 1 : 0;
    } else {
        ++(event.inferred ? life.childrenSeen : life.childrenBorn);
    }
    append(life, event);
}

void Chronicle::take(const Snapshot &snapshot, const Delta &delta)
{
    if (!m_beginning)
        m_beginning = snapshot.sinceBoot;
    for (const auto *positions : {&delta.appeared, &delta.changed}) {
        for (const auto position : *positions)
            meet(snapshot.processes[position], snapshot);
    }
    for (const auto &id : delta.ended) {
        const auto found = m_lives.find(id);
        if (found != m_lives.end() && !found->second->ended)
            close(*found->second, snapshot.sinceBoot);
    }
    measure(snapshot);
    forgetEnded();
}

void Chronicle::meet(const Process &process, const Snapshot &snapshot)
{
    if (!process.stat)
        return;
    auto &life = *lifeOf(process.id);
    if (life.ended && !life.end && !process.isZombie()) { // it was out of sight for some samples
        life.ended.reset();
        reopen(life.id);
    }
    if (!life.ended) // a zombie has ended
        life.comm = process.stat->comm;
    const bool hasLine = process.commandLine && !process.commandLine->empty();
    if (hasLine && life.commandLine != kept(*process.commandLine))
        life.commandLine = kept(*process.commandLine);
    const auto *parent = snapshot.withPid(process.stat->ppid);
    if (parent && !life.ended && (!life.parent || life.parent->id != parent->id))
        life.parent = Kin{parent->id, parent->stat ? parent->stat->comm : ""};
    if (!life.bornOf)
        life.bornOf = life.parent;
}

/// No rate is recorded after a suspend, or when samples are too far apart: the events cannot be assigned to a
/// second.
void Chronicle::measure(const Snapshot &snapshot)
{
    const auto at = snapshot.sinceBoot;
    const auto distance = m_measuredAt ? at - *m_measuredAt : Moment();
    if (snapshot.asleep > m_asleep + minSuspend || distance > m_pace.maxDistance(snapshot.interval)) {
        m_births.interrupt();
        m_ends.interrupt();
    } else if (distance.count() > 0) {
        const auto elapsed = seconds(distance);
        m_births.append(at, static_cast<double>(m_born) / elapsed);
        m_ends.append(at, static_cast<double>(m_over) / elapsed);
    }
    m_pace.append(distance, snapshot.interval);
    m_measuredAt = at;
    m_asleep = snapshot.asleep;
    m_born = m_over = 0;
}

const Life *Chronicle::find(const ProcessId &id) const
{
    const auto found = m_lives.find(id);
    return found == m_lives.end() ? nullptr : found->second.get();
}

bool Chronicle::isWanted(const ProcessId &id, const LifePtr &life) const
{
    return life.use_count() > 1 || id == m_selected || m_endings.shows(id);
}

void Chronicle::forgetEnded()
{
    for (; m_ended.size() > maxEnded; m_ended.pop_front()) {
        const auto found = m_lives.find(m_ended.front());
        auto &life = *found->second;
        if (life.events.size() > Life::keptBeyond && life.id != m_selected)
            cutOut(life, Life::keptBeyond / 2, life.events.size() - Life::keptBeyond);
        m_keptLonger.push_back(life.id);
    }
    constexpr std::size_t turns = 4; // few more come with each event, so that all have their turn
    for (auto turn = std::min(turns, m_keptLonger.size()); turn > 0; --turn) {
        const auto id = m_keptLonger.front();
        m_keptLonger.pop_front();
        const auto found = m_lives.find(id);
        if (isWanted(id, found->second))
            m_keptLonger.push_back(id);
        else
            m_lives.erase(found);
    }
}

} // namespace forklore
