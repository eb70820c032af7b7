// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/process_signals.h"

#include <fmt/format.h>

#include "core/host/linux/proc/pid_status.h"
#include "core/host/linux/proc/pid_task.h"
#include "core/snapshot/process_group.h"

namespace forklore {
namespace {

bool hasEnded(const PidStatus &thread)
{
    return thread.state == State::Zombie || thread.state == State::Dead;
}

Init initOf(const PidStatus &status, Pid pid)
{
    if (!status.namespacePids) // before Linux 4.1
        return pid == 1 ? Init::OfReader : Init::No;
    if (status.namespacePids->back() != 1)
        return Init::No;
    return status.namespacePids->size() == 1 ? Init::OfReader : Init::OfInner;
}

class ThreadsReading {
public:
    ThreadsReading(SignalReading &reading, Pid main) : m_reading(reading), m_main(main) {}

    void add(const Directory &process, Pid thread, const PidStatus &status)
    {
        ++m_reading.threads;
        const auto &own = status.dispositions;
        if (thread != m_main)
            unite(m_reading.pendingElsewhere, own.pending);
        if (hasEnded(status))
            return;
        if (!own.blocked)
            m_all.reset();
        else if (m_all)
            *m_all &= own.blocked->bits;
        unite(m_reading.blockedBySome, own.blocked);
        if (m_reading.state == State::Zombie && status.state) // the main thread's
            m_reading.state = *status.state;
        m_alive = true;
        if (status.state == State::Sleeping)
            addAwaited(thread, status, readWaitChannel(process, thread, State::Sleeping));
    }

    void finish(const std::optional<SignalSet> &main)
    {
        if (m_alive)
            m_reading.blockedByAll = m_all ? std::optional(SignalSet{*m_all}) : std::nullopt;
        else
            m_reading.blockedByAll = main;
    }

private:
    /// With one that is not told the union is not known either.
    static void unite(std::optional<SignalSet> &all, const std::optional<SignalSet> &one)
    {
        if (!one)
            all.reset();
        else if (all)
            all->bits |= one->bits;
    }

    /// In sigwaitinfo(2) the kernel lifts the block of what is waited for, so the thread looks as if it let
    /// those signals through.
    void addAwaited(Pid thread, const PidStatus &status, const Result<std::string> &channel)
    {
        const bool hidden = !channel && channel.error().kind != ErrorKind::Gone;
        m_reading.waitsHidden = m_reading.waitsHidden || hidden;
        const auto &blocked = status.dispositions.blocked;
        if (!channel || channel->find("sigtimedwait") == std::string::npos || !blocked)
            return;
        m_reading.awaited.bits |= ~blocked->bits;
        m_reading.mainAwaits = m_reading.mainAwaits || thread == m_main;
    }

    SignalReading &m_reading;
    Pid m_main;
    std::optional<std::uint64_t> m_all = ~std::uint64_t(0);
    bool m_alive = false;
};

} // namespace

Result<SignalReading> readSignals(const ProcessFiles &files, const Snapshot &processes)
{
    const auto &directory = files.directory();
    const auto &stat = files.stat();
    const auto main = readPidStatus(directory);
    if (!main)
        return asEnded(main.error(), stat.pid);

    SignalReading reading;
    reading.main = main->dispositions;
    reading.state = stat.state;
    reading.tracer = main->tracer;
    reading.zombie = stat.isZombie();
    reading.kernelThread = stat.isKernelThread();
    reading.init = initOf(*main, stat.pid);
    reading.groupOrphaned = stat.pgid ? isOrphanedGroup(processes, *stat.pgid) : std::nullopt;
    reading.threads = 0;

    ThreadsReading threads(reading, stat.pid);
    const auto tids = directory.numbersIn("task").value_or(std::vector<int>());
    for (const auto tid : tids) {
        if (reading.threads == maxThreadsRead)
            break;
        // One that ended since the listing takes no signals.
        if (const auto status = readPidStatus(directory, fmt::format("task/{}/status", tid).c_str()))
            threads.add(directory, tid, *status);
    }
    if (reading.threads == 0) // a captured /proc may lack them
        threads.add(directory, stat.pid, *main);
    threads.finish(main->dispositions.blocked);
    reading.complete = tids.size() <= maxThreadsRead && (!tids.empty() || stat.threads == 1U);
    return reading;
}

} // namespace forklore
