// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/halt.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "core/snapshot/forest.h"

namespace forklore {

std::vector<ProcessRef> newcomers(const Snapshot &snapshot, const std::vector<ProcessRef> &known)
{
    std::set<ProcessId> family;
    for (const auto &process : known)
        family.insert(process.id);
    const Forest forest(snapshot);
    std::vector<ProcessRef> found;
    for (const auto &place : forest.walk()) { // parents before children
        const auto above = forest.parentOf(place.position);
        const auto &process = snapshot.processes[place.position];
        if (above == Forest::none || !family.contains(snapshot.processes[above].id) || process.isZombie())
            continue;
        if (family.insert(process.id).second)
            found.push_back({process.id, nameOf(process)});
    }
    return found;
}

bool standsStill(const Snapshot &snapshot, const ProcessId &id)
{
    const auto *process = snapshot.find(id);
    if (!process || !process->stat)
        return !process;
    const auto state = process->stat->state;
    return state == State::Stopped || state == State::Traced || state == State::Dead || process->isZombie();
}

std::string_view name(NotStoppedReason reason)
{
    switch (reason) {
    case NotStoppedReason::Refused:
        return "refused";
    case NotStoppedReason::Failed:
        return "failed";
    case NotStoppedReason::Uninterruptible:
        return "uninterruptible";
    case NotStoppedReason::Running:
        return "running";
    }
    return {};
}

std::string_view text(NotStoppedReason reason)
{
    switch (reason) {
    case NotStoppedReason::Refused:
        return "may not be stopped by this user";
    case NotStoppedReason::Failed:
        return "could not be stopped";
    case NotStoppedReason::Uninterruptible:
        return "is in uninterruptible sleep";
    case NotStoppedReason::Running:
        return "still runs";
    }
    return {};
}

std::string text(const NotStopped &process)
{
    std::string words(text(process.reason));
    return process.reason == NotStoppedReason::Failed && process.error
               ? std::move(words) + ": " + process.error->message
               : words;
}

bool Halt::isOver(const End &end) const
{
    return end.cancel.stop_requested() || m_targets.now() >= end.deadline;
}

void Halt::stop(const Snapshot &snapshot, const std::vector<ProcessRef> &processes, const End &end)
{
    std::vector<ProcessId> all;
    std::vector<ProcessId> running;
    for (const auto &process : processes) {
        const auto *now = snapshot.find(process.id);
        const bool isDone = m_signalled.contains(process.id) && standsStill(snapshot, process.id);
        if (process.id.pid == m_targets.caller() || isDone || (now && now->isZombie()))
            continue;
        all.push_back(process.id);
        if (!now || !now->stat || now->stat->state != State::Stopped)
            running.push_back(process.id);
    }
    m_targets.guard(running); // before they are stopped: from here on anything may end this program
    const std::set<ProcessId> ranBefore(running.begin(), running.end());
    for (const auto &id : all) {
        if (end.cancel.stop_requested())
            return;
        m_signalled.insert(id);
        m_failed.erase(id);
        const auto sent = m_targets.send(id, SIGSTOP);
        if (sent && ranBefore.contains(id))
            m_stopped.insert(id);
        else if (!sent && sent.error().kind != ErrorKind::Gone)
            m_failed.emplace(id, sent.error());
    }
}

bool Halt::handleNewcomers(const Snapshot &snapshot, NewcomerPolicy policy, HaltOutcome &outcome,
                           const End &end)
{
    outcome.newcomers = newcomers(snapshot, outcome.members);
    std::erase_if(outcome.newcomers,
                  [this](const ProcessRef &process) { return m_targets.isGuard(process.id); });
    if (policy != NewcomerPolicy::Include || outcome.newcomers.empty() || outcome.cancelled)
        return false;
    stop(snapshot, outcome.newcomers, end);
    outcome.members.insert(outcome.members.end(), outcome.newcomers.begin(), outcome.newcomers.end());
    outcome.newcomers.clear();
    return true;
}

void Halt::findMoving(const Snapshot &snapshot, const std::vector<ProcessRef> &members, const End &end)
{
    const auto movedBefore = std::exchange(m_moving, {});
    for (const auto &process : members) {
        const auto &id = process.id;
        if (id.pid == m_targets.caller() || m_failed.contains(id) || m_frozen.contains(id) ||
            m_resting.contains(id) || standsStill(snapshot, id))
            continue;
        // A signal takes a moment: only who moves again is looked at closer, and that while there is time.
        const bool isLookedAt = movedBefore.contains(id) && !isOver(end);
        const auto rest = isLookedAt ? m_targets.threadsRest(id) : ThreadsRest::None;
        if (rest == ThreadsRest::Frozen)
            m_frozen.insert(id);
        else if (rest == ThreadsRest::Stopped)
            m_resting.insert(id);
        else
            m_moving.insert(id);
    }
}

void Halt::reportNotStopped(const Snapshot &snapshot, HaltOutcome &outcome) const
{
    for (const auto &process : outcome.members) {
        const auto *last = snapshot.find(process.id);
        if (!last)
            continue;
        if (m_frozen.contains(process.id))
            outcome.frozen.push_back(process);
        else if (const auto failed = m_failed.find(process.id); failed != m_failed.end())
            outcome.notStopped.push_back({process,
                                          failed->second.kind == ErrorKind::Denied ? NotStoppedReason::Refused
                                                                                   : NotStoppedReason::Failed,
                                          failed->second});
        else if (m_moving.contains(process.id))
            outcome.notStopped.push_back({process,
                                          last->stat && last->stat->state == State::DiskSleep
                                              ? NotStoppedReason::Uninterruptible
                                              : NotStoppedReason::Running,
                                          {}});
    }
}

HaltOutcome Halt::halt(const std::vector<ProcessRef> &processes, NewcomerPolicy policy,
                       const std::stop_token &cancel)
{
    constexpr std::chrono::milliseconds longestPause(64);
    const End end{m_targets.now() + timeLimit, cancel};
    std::chrono::milliseconds pause(1);
    HaltOutcome outcome;
    outcome.members = processes;
    m_moving.clear();
    auto snapshot = m_targets.sample();
    if (!snapshot) {
        outcome.sampleError = snapshot.error();
        return outcome;
    }
    outcome.sampled = true;
    stop(*snapshot, outcome.members, end);
    // A child that was started while a sample was taken is in the next one: all must have stood still before.
    for (bool stoodStill = false, isDone = false; !isDone;) {
        auto next = m_targets.sample();
        if (!next) {
            outcome.sampleError = next.error();
            outcome.cancelled = cancel.stop_requested();
            break;
        }
        snapshot = std::move(next);
        outcome.cancelled = cancel.stop_requested();
        const bool grew = handleNewcomers(*snapshot, policy, outcome, end);
        findMoving(*snapshot, outcome.members, end);
        outcome.cancelled = outcome.cancelled || cancel.stop_requested();
        const bool stands = m_moving.empty() && !grew;
        isDone = outcome.cancelled || m_targets.now() >= end.deadline || (stands && stoodStill);
        stoodStill = stands;
        if (!isDone && !stands && !grew) {
            m_targets.pause(pause);
            pause = std::min(pause * 2, longestPause);
        }
    }
    reportNotStopped(*snapshot, outcome);
    return outcome;
}

void Halt::settle(const std::vector<ProcessId> &processes)
{
    for (const auto &id : processes)
        m_stopped.erase(id);
}

void Halt::resume()
{
    for (const auto &id : m_stopped)
        static_cast<void>(m_targets.send(id, SIGCONT)); // it may have ended
    // SIGCONT has removed a SIGSTOP that was pending: nobody counts as still any more.
    m_stopped.clear();
    m_signalled.clear();
    m_failed.clear();
    m_frozen.clear();
    m_moving.clear();
    m_resting.clear();
    m_targets.endGuard();
}

} // namespace forklore
