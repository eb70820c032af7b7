// SPDX-License-Identifier: GPL-3.0-or-later
//
// MadeUpMachine: processes that a test makes up, and stops and kills by Halt.
#pragma once

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "core/host/linux/control/halt.h"
#include "tests/support/processes.h"

namespace forklore {

[[nodiscard]] inline ProcessId idOf(Pid pid)
{
    return {pid, 100};
}

[[nodiscard]] inline ProcessRef refOf(Pid pid)
{
    return {idOf(pid), "test"};
}

/// Processes that stop when they are told to, but for those that are said not to.
struct MadeUpMachine {
    std::map<Pid, Process> processes;
    std::map<Pid, State> stubborn;            ///< they stay in this state
    std::map<Pid, ThreadsRest> rest;          ///< what a closer look tells
    std::map<Pid, ErrorKind> refusals;        ///< to every signal
    std::function<void(int sample)> onSample; ///< before it is taken
    std::vector<std::pair<Pid, int>> sent;
    int samples = 0;
    int looks = 0;
    std::chrono::steady_clock::time_point now{};

    void add(Pid pid, Pid parent, State state = State::Sleeping)
    {
        auto process = processOf(pid, parent);
        process.stat->state = state;
        processes.insert_or_assign(pid, process);
    }
    [[nodiscard]] bool got(Pid pid, int signal) const
    {
        return std::ranges::find(sent, std::pair(pid, signal)) != sent.end();
    }
    Result<Snapshot> sample()
    {
        if (onSample)
            onSample(samples);
        ++samples;
        std::vector<Process> all;
        for (const auto &[pid, process] : processes)
            all.push_back(process);
        return snapshotOf(std::move(all));
    }
    Result<void> send(Pid pid, int signal)
    {
        sent.emplace_back(pid, signal);
        if (!processes.contains(pid))
            return failure(ErrorKind::Gone, "ended");
        if (refusals.contains(pid))
            return failure(refusals.at(pid), "refused");
        auto &state = processes.at(pid).stat->state;
        if (signal == SIGSTOP && state != State::Zombie)
            state = stubborn.contains(pid) ? stubborn.at(pid) : State::Stopped;
        if (signal == SIGCONT)
            state = State::Sleeping;
        return {};
    }
    [[nodiscard]] HaltMachine face()
    {
        return {[this] { return sample(); },
                [this](const ProcessId &id, int signal) { return send(id.pid, signal); },
                [this](const ProcessId &id) {
                    ++looks;
                    return rest.contains(id.pid) ? rest.at(id.pid) : ThreadsRest::None;
                },
                [this] { return now; }, [this](std::chrono::milliseconds time) { now += time; }};
    }
};

/// Process 10, its child 11 and its grandchild 12.
[[nodiscard]] inline MadeUpMachine threeGenerations()
{
    MadeUpMachine machine;
    machine.add(10, 1);
    machine.add(11, 10);
    machine.add(12, 11);
    return machine;
}

} // namespace forklore
