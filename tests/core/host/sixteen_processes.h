// SPDX-License-Identifier: GPL-3.0-or-later
//
// A /proc of sixteen plain processes, one for each turn of the facts that are read in turn.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include <QtGlobal>

#include "core/host/linux/sampling/linux_source.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"

namespace forklore::sixteen_processes {

inline constexpr Pid firstPid = 100;
inline constexpr int turns = 16;

constexpr ProcessId idOf(Pid pid)
{
    return {pid, 700};
}

/// A /proc of 16 plain processes, one for each turn.
class Proc {
public:
    Proc()
    {
        for (Pid pid = firstPid; pid < firstPid + turns; ++pid) {
            write(pid, "stat", statOf(pid, 'S', 1, 0));
            write(pid, "cmdline", raw("/bin/test\0").toStdString());
            write(pid, "status", statusOf(pid, 40));
            write(pid, "io", ioOf(1000));
            write(pid, "limits", limitsOf("1024"));
            write(pid, "environ", raw("LANG=C\0HOME=/\0").toStdString());
            fixture.link(path(pid, "fd/0"), "/dev/null");
        }
        pass({});
        open();
    }

    static std::string path(Pid pid, const char *name) { return std::to_string(pid) + '/' + name; }
    void write(Pid pid, const char *name, const std::string &text) { fixture.write(path(pid, name), text); }
    static std::string statOf(Pid pid, char state, int threads, unsigned flags)
    {
        return std::to_string(pid) + " (test) " + state + " 1 100 100 0 -1 " + std::to_string(flags) +
               " 0 0 0 0 5 5 0 0 20 0 " + std::to_string(threads) +
               " 0 700 4096 10 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 4096 4106 0 "
               "0 0\n";
    }
    static std::string statusOf(Pid pid, int switches)
    {
        return "Name:\ttest\nPid:\t" + std::to_string(pid) +
               "\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nvoluntary_ctxt_switches:\t" + std::to_string(switches) +
               "\nnonvoluntary_ctxt_switches:\t2\n";
    }
    static std::string ioOf(int bytes)
    {
        return "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: " + std::to_string(bytes) +
               "\nwrite_bytes: 6\ncancelled_write_bytes: 7\n";
    }
    static std::string limitsOf(const char *soft)
    {
        return std::string("Limit                     Soft Limit           Hard Limit           Units     \n"
                           "Max open files            ") +
               soft + "                 4096                 files     \n";
    }

    /// Takes the next sample, following the one before.
    const Snapshot &sample(const SampleRequest &request)
    {
        auto snapshot = m_source->sample(request, m_sampled ? &m_snapshot : nullptr);
        if (!snapshot)
            qFatal("%s", why(snapshot));
        m_snapshot = std::move(*snapshot);
        m_sampled = true;
        return m_snapshot;
    }
    /// The snapshot before the next one was another.
    void changeLatest(const std::function<void(Snapshot &)> &change) { change(m_snapshot); }
    /// The clock goes on.
    void pass(std::chrono::seconds time)
    {
        m_uptime += time;
        fixture.write("uptime", std::to_string(m_uptime.count()) + ".00 900.00\n");
    }
    const Process &process(Pid pid) const
    {
        const auto *process = m_snapshot.withPid(pid);
        if (!process)
            qFatal("process %d is not listed", pid);
        return *process;
    }
    /// Those that have a fact.
    std::set<Pid> having(const std::function<bool(const Process &)> &fact) const
    {
        std::set<Pid> pids;
        for (const auto &process : m_snapshot.processes) {
            if (fact(process))
                pids.insert(process.id.pid);
        }
        return pids;
    }

    Fixture fixture;

private:
    void open()
    {
        auto source = LinuxSource::create(fixture.root());
        if (!source)
            qFatal("%s", why(source));
        m_source = std::move(*source);
    }

    std::unique_ptr<LinuxSource> m_source;
    Snapshot m_snapshot;
    bool m_sampled = false;
    std::chrono::seconds m_uptime{1000};
};

} // namespace forklore::sixteen_processes
