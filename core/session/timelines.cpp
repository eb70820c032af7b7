// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/timelines.h"

#include <algorithm>

#include "core/base/clocks.h"

namespace forklore {
namespace {

/// Its beginnings and its last events stay. What was left out before was at this place, too.
void cutOut(ProcessTimeline &timeline, std::size_t first, std::size_t count)
{
    const auto from = timeline.events.begin() + static_cast<std::ptrdiff_t>(first);
    timeline.events.erase(from, from + static_cast<std::ptrdiff_t>(count));
    timeline.leftOut += count;
    timeline.leftOutAfter = first;
}

/// The end of a process says how its life was, so it is written even when there is no room.
void appendTo(ProcessTimeline &timeline, const Event &event)
{
    // What a sample has shown may be told after what was heard since.
    timeline.events.insert(std::ranges::upper_bound(timeline.events, event.at, {}, &Event::at), event);
    if (timeline.events.size() > ProcessTimeline::kept)
        cutOut(timeline, ProcessTimeline::kept / 2, ProcessTimeline::kept / 4);
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

Timelines::Timelines() = default;

void Timelines::append(const Event &event)
{
    ++m_total;
    m_events.push_back(shortened(event));
    if (const auto *lost = std::get_if<Lost>(&event.what)) {
        m_lost += lost->count.value_or(1);
        m_listed.emplace_back();
    } else {
        m_listed.push_back(timelineIn(event));
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
const Timelines::TimelinePtr &Timelines::timelineIn(const Event &event)
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
    return timelineOf(id);
}

/// A start that could not be read at the birth may be known by the next event.
const Timelines::TimelinePtr &Timelines::timelineOf(const ProcessId &id)
{
    auto &timeline = m_lives[id];
    if (timeline)
        return timeline;
    const ProcessId unknown{id.pid, ProcessId::unknownStart};
    const auto nameless = m_lives.find(unknown);
    if (id != unknown && nameless != m_lives.end() && nameless->second && !nameless->second->ended) {
        timeline = std::move(nameless->second);
        m_lives.erase(nameless);
    } else {
        timeline = std::make_shared<ProcessTimeline>();
    }
    timeline->id = id;
    return timeline;
}

void Timelines::write(ProcessTimeline &timeline, const Event &event)
{
    if (const auto *fork = std::get_if<Forked>(&event.what))
        return writeBirth(timeline, event, *fork);
    if (const auto *exit = std::get_if<Exited>(&event.what))
        return writeEnd(timeline, event, *exit);
    timeline.comm = event.process.comm;
    appendTo(timeline, event);
    if (const auto *exec = std::get_if<Executed>(&event.what)) {
        timeline.commandLine = exec->commandLine.value_or("");
    } else if (const auto *move = std::get_if<Reparented>(&event.what)) {
        if (!timeline.bornOf)
            timeline.bornOf = move->from;
        timeline.parent = move->to;
    }
}

void Timelines::writeBirth(ProcessTimeline &timeline, const Event &event, const Forked &fork)
{
    if (!timeline.ended) // a sample may have shown it, and the next one missed it, before its birth is read
        timeline.comm = event.process.comm;
    const auto &parent = fork.parent ? fork.parent : fork.firstSeenBelow;
    timeline.bornOf = parent;
    timeline.isBirthHeard = !event.inferred;
    timeline.isBirthSeen = event.inferred;
    if (!timeline.parent)
        timeline.parent = parent;
    timeline.events.insert(timeline.events.begin(), event);
    ++m_born;
    appendToParent(parent, event);
}

void Timelines::writeEnd(ProcessTimeline &timeline, const Event &event, const Exited &exit)
{
    if (!event.process.comm.empty() || timeline.comm.empty())
        timeline.comm = event.process.comm;
    appendTo(timeline, event);
    timeline.end = exit;
    timeline.isEndHeard = !event.inferred;
    if (exit.parent)
        timeline.parent = exit.parent;
    close(timeline, event.at);
    ++m_over;
    m_endings.add(timeline);
    appendToParent(exit.parent, event);
}

void Timelines::close(ProcessTimeline &timeline, Moment at)
{
    if (!timeline.ended)
        m_ended.push_back(timeline.id);
    timeline.ended = at;
}

/// It is not among those that have ended any more.
void Timelines::reopen(const ProcessId &id)
{
    std::erase(m_ended, id);
    std::erase(m_keptLonger, id);
}

void Timelines::appendToParent(const std::optional<ProcessRef> &parent, const Event &event)
{
    const auto found = parent ? m_lives.find(parent->id) : m_lives.end();
    if (found == m_lives.end())
        return;
    auto &timeline = *found->second;
    if (const auto *exit = std::get_if<Exited>(&event.what)) {
        ++timeline.childrenEnded;
        timeline.childrenFailed += exit->status && exit->status->isFailure() ? 1 : 0;
    } else {
        ++(event.inferred ? timeline.childrenSeen : timeline.childrenBorn);
    }
    appendTo(timeline, event);
}

void Timelines::apply(const Snapshot &snapshot, const Delta &delta)
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

void Timelines::meet(const Process &process, const Snapshot &snapshot)
{
    if (!process.stat)
        return;
    auto &timeline = *timelineOf(process.id);
    if (timeline.ended && !timeline.end && !process.isZombie()) { // it was out of sight for some samples
        timeline.ended.reset();
        reopen(timeline.id);
    }
    if (!timeline.ended) // a zombie has ended
        timeline.comm = process.stat->comm;
    const bool hasLine = process.commandLine && !process.commandLine->empty();
    if (hasLine && timeline.commandLine != kept(*process.commandLine))
        timeline.commandLine = kept(*process.commandLine);
    const auto *parent = snapshot.withPid(process.stat->ppid);
    if (parent && !timeline.ended && (!timeline.parent || timeline.parent->id != parent->id))
        timeline.parent = ProcessRef{parent->id, parent->stat ? parent->stat->comm : ""};
    if (!timeline.bornOf)
        timeline.bornOf = timeline.parent;
}

/// No rate is recorded after a suspend, or when samples are too far apart: the events cannot be assigned to a
/// second.
void Timelines::measure(const Snapshot &snapshot)
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

const ProcessTimeline *Timelines::find(const ProcessId &id) const
{
    const auto found = m_lives.find(id);
    return found == m_lives.end() ? nullptr : found->second.get();
}

bool Timelines::isWanted(const ProcessId &id, const TimelinePtr &timeline) const
{
    return timeline.use_count() > 1 || id == m_selected || m_endings.shows(id);
}

void Timelines::forgetEnded()
{
    for (; m_ended.size() > maxEnded; m_ended.pop_front()) {
        const auto found = m_lives.find(m_ended.front());
        auto &timeline = *found->second;
        if (timeline.events.size() > ProcessTimeline::keptBeyond && timeline.id != m_selected)
            cutOut(timeline, ProcessTimeline::keptBeyond / 2,
                   timeline.events.size() - ProcessTimeline::keptBeyond);
        m_keptLonger.push_back(timeline.id);
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
