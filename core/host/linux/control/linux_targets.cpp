// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/linux_targets.h"

#include <algorithm>
#include <thread>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>

#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sampling/process_files.h"
#include "core/host/linux/sampling/stat_sample.h"

namespace forklore {
namespace {

/// Of one whose main thread has ended: that one looks like a zombie, whatever the others do.
bool othersStopped(const Directory &process)
{
    const auto tids = process.numbersIn("task");
    return tids && std::ranges::all_of(*tids, [&](Pid tid) {
               const auto stat = readPidStat(process, fmt::format("task/{}/stat", tid).c_str());
               if (!stat) // what cannot be read may run
                   return stat.error().kind == ErrorKind::Gone;
               return stat->state == State::Stopped || stat->state == State::Zombie ||
                      stat->state == State::Dead;
           });
}

} // namespace

LinuxTargets::LinuxTargets(std::string root, std::string guard, Result<std::string> journals,
                           TimedCalls &calls)
    : m_path(std::move(root)),
      m_guard(std::move(guard), std::move(journals), calls),
      m_inspector(failure(ErrorKind::Gone, "not opened yet")),
      m_root(failure(ErrorKind::Gone, "not opened yet"))
{
}

const Result<Inspector> &LinuxTargets::inspector()
{
    if (!m_inspector)
        m_inspector = Inspector::create(m_path);
    return m_inspector;
}

bool LinuxTargets::isReaped(const ProcessId &id)
{
    const auto *held = m_held.find(id);
    return held ? held->isGone() : !m_held.send(id, 0);
}

std::optional<State> LinuxTargets::state(const ProcessId &id)
{
    const auto stat = Directory::open(m_path).and_then(
        [&](const Directory &proc) { return readPidStat(proc, fmt::format("{}/stat", id.pid).c_str()); });
    return stat && stat->id() == id ? std::optional(stat->state) : std::nullopt;
}

std::optional<Uid> LinuxTargets::user(const ProcessId &id)
{
    const auto identity = inspector().and_then([&](const Inspector &from) { return from.identity(id); });
    return identity && identity->credentials ? std::optional(identity->credentials->uid.effective)
                                             : std::nullopt;
}

Result<SignalReading> LinuxTargets::signalReading(const ProcessId &id, const Snapshot &processes)
{
    return inspector().and_then([&](const Inspector &from) { return from.signalReading(id, processes); });
}

Result<Snapshot> LinuxTargets::sample()
{
    m_freezers.reset();
    m_root = Directory::open(m_path);
    return m_root.and_then([](const Directory &proc) { return sampleOfStats(proc); });
}

ThreadsRest LinuxTargets::threadsRest(const ProcessId &id)
{
    if (!m_root)
        m_root = Directory::open(m_path);
    const auto files = m_root.and_then([&](const Directory &proc) { return ProcessFiles::open(proc, id); });
    if (!files)
        return ThreadsRest::None;
    if (files->stat().leaderEnded() && othersStopped(files->directory()))
        return ThreadsRest::Stopped;
    if (!m_freezers)
        m_freezers = Freezers::find(*m_root);
    const auto freeze = m_freezers->freezeOf(files->directory(), files->stat());
    return freeze && *freeze ? ThreadsRest::Frozen : ThreadsRest::None;
}

Pid LinuxTargets::caller() const
{
    return getpid();
}

std::chrono::steady_clock::time_point LinuxTargets::now() const
{
    return std::chrono::steady_clock::now();
}

void LinuxTargets::pause(std::chrono::milliseconds time)
{
    std::this_thread::sleep_for(time);
}

} // namespace forklore
