// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/halt.h"

#include <algorithm>
#include <csignal>
#include <thread>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>

#include "core/control/target.h"
#include "core/snapshot/forest.h"
#include "core/source/linux/freezer.h"
#include "core/source/linux/pid_stat.h"
#include "core/source/linux/process_files.h"
#include "core/source/linux/stat_sample.h"

namespace forklore {

std::vector<Kin> newcomers(const Snapshot &snapshot, const std::vector<Kin> &known)
{
    std::set<ProcessId> family;
    for (const auto &process : known)
        family.insert(process.id);
    const Forest forest(snapshot);
    std::vector<Kin> found;
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

namespace {

/// Of one whose main thread has ended: that one looks like a zombie, whatever the others do.
bool othersStopped(const Directory &process)
{
    const auto tids = process.numbersIn("task");
    return tids && std::ranges::all_of(*tids, [&](Pid tid) {
               const auto stat = readPidStat(process, fmt::format("task/{}/stat", tid).c_str());
               return !stat || stat->state == State::Stopped || stat->state == State::Zombie ||
                      stat->state == State::Dead;
           });
}

ThreadsRest restOf(const std::string &path, const ProcessId &id)
{
    const auto root = Directory::open(path);
    const auto files = root.and_then([&](const Directory &proc) { return ProcessFiles::open(proc, id); });
    if (!files)
        return ThreadsRest::None;
    if (files->stat().leaderEnded() && othersStopped(files->directory()))
        return ThreadsRest::Stopped;
    const auto freeze = Freezers::find(*root).freezeOf(files->directory(), files->stat());
    return freeze && *freeze ? ThreadsRest::Frozen : ThreadsRest::None;
}

} // namespace

HaltMachine haltMachine(const std::string &root)
{
    return {[root] {
                return Directory::open(root).and_then(
                    [](const Directory &proc) { return sampleOfStats(proc); });
            },
            [](const ProcessId &id, int signal) {
                return Target::open(id).and_then([&](const Target &target) { return target.send(signal); });
            },
            [root](const ProcessId &id) { return restOf(root, id); },
            [] { return std::chrono::steady_clock::now(); },
            [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }};
}

std::string_view name(NotStoppedReason reason)
{
    switch (reason) {
    case NotStoppedReason::Refused:
        return "refused";
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
    case NotStoppedReason::Uninterruptible:
        return "is in uninterruptible sleep";
    case NotStoppedReason::Running:
        return "still runs";
    }
    return {};
}

Halt::Halt(HaltMachine machine, StopGuard *guard) : m_machine(std::move(machine)), m_guard(guard) {}

void Halt::stop(const Snapshot &snapshot, const std::vector<Kin> &processes)
{
    std::vector<ProcessId> all;
    std::vector<ProcessId> running;
    for (const auto &process : processes) {
        const auto *now = snapshot.find(process.id);
        const bool isDone = m_signalled.contains(process.id) && standsStill(snapshot, process.id);
        if (process.id.pid == getpid() || isDone || (now && now->isZombie()))
            continue;
        all.push_back(process.id);
        if (!now || !now->stat || now->stat->state != State::Stopped)
            running.push_back(process.id);
    }
    if (m_guard)
        m_guard->add(running); // before they are stopped: from here on anything may end this program
    m_stopped.insert(running.begin(), running.end());
    for (const auto &id : all) {
        m_signalled.insert(id);
        if (const auto sent = m_machine.send(id, SIGSTOP); !sent) {
            m_stopped.erase(id);
            if (sent.error().kind != ErrorKind::Gone)
                m_refused.insert(id);
        }
    }
}

bool Halt::handleNewcomers(const Snapshot &snapshot, NewcomerPolicy policy, HaltOutcome &outcome)
{
    outcome.newcomers = newcomers(snapshot, outcome.members);
    if (m_guard)
        std::erase_if(outcome.newcomers,
                      [this](const Kin &process) { return process.id == m_guard->process(); });
    if (policy != NewcomerPolicy::Include || outcome.newcomers.empty() || outcome.cancelled)
        return false;
    stop(snapshot, outcome.newcomers);
    outcome.members.insert(outcome.members.end(), outcome.newcomers.begin(), outcome.newcomers.end());
    outcome.newcomers.clear();
    return true;
}

void Halt::findMoving(const Snapshot &snapshot, const std::vector<Kin> &members)
{
    const auto movedBefore = std::exchange(m_moving, {});
    for (const auto &process : members) {
        const auto &id = process.id;
        if (id.pid == getpid() || m_refused.contains(id) || m_frozen.contains(id) || m_resting.contains(id) ||
            standsStill(snapshot, id))
            continue;
        // A signal takes a moment: only who moves again is looked at closer.
        const auto rest = movedBefore.contains(id) ? m_machine.look(id) : ThreadsRest::None;
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
        else if (m_refused.contains(process.id))
            outcome.notStopped.push_back({process, NotStoppedReason::Refused});
        else if (m_moving.contains(process.id))
            outcome.notStopped.push_back({process, last->stat && last->stat->state == State::DiskSleep
                                                       ? NotStoppedReason::Uninterruptible
                                                       : NotStoppedReason::Running});
    }
}

HaltOutcome Halt::halt(const std::vector<Kin> &processes, NewcomerPolicy policy,
                       const std::stop_token &cancel)
{
    constexpr std::chrono::milliseconds longestPause(64);
    const auto deadline = m_machine.now() + timeLimit;
    std::chrono::milliseconds pause(1);
    HaltOutcome outcome;
    outcome.members = processes;
    m_moving.clear();
    auto snapshot = m_machine.sample();
    if (!snapshot) {
        outcome.sampleError = snapshot.error();
        return outcome;
    }
    stop(*snapshot, outcome.members);
    // A child that was started while a sample was taken is in the next one: all must have stood still before.
    for (bool stoodStill = false, isOver = false; !isOver;) {
        auto next = m_machine.sample();
        if (!next) {
            outcome.sampleError = next.error();
            break;
        }
        snapshot = std::move(next);
        outcome.cancelled = cancel.stop_requested();
        const bool grew = handleNewcomers(*snapshot, policy, outcome);
        findMoving(*snapshot, outcome.members);
        const bool stands = m_moving.empty() && !grew;
        isOver = outcome.cancelled || m_machine.now() >= deadline || (stands && stoodStill);
        stoodStill = stands;
        if (!isOver && !stands && !grew) {
            m_machine.pause(pause);
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
        static_cast<void>(m_machine.send(id, SIGCONT)); // it may have ended
    m_stopped.clear();
    m_signalled.clear();
    if (m_guard)
        m_guard->clear();
}

} // namespace forklore
