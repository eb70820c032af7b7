// SPDX-License-Identifier: GPL-3.0-or-later
//
// MadeUpMachine: processes that a test makes up, and stops and kills by Halt and SignalRun.
#pragma once

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/operation/halt.h"
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

/// Processes that stop when they are told to, but for those that are said not to. SIGKILL and SIGTERM end
/// them, as a rule.
class MadeUpMachine : public Targets {
public:
    std::map<Pid, Process> processes;
    std::map<Pid, State> stubborn;                               ///< they stay in this state
    std::map<Pid, ThreadsRest> rest;                             ///< what a closer look tells
    std::map<Pid, ErrorKind> refusals;                           ///< to every signal
    std::function<void(int sample)> onSample;                    ///< before it is taken
    std::function<void()> onLook;                                ///< before a closer look
    std::function<std::optional<Error>(Pid, int signal)> onSend; ///< an error: it is not sent
    std::optional<int> samplesLeft;                              ///< after those none can be taken
    std::size_t room = 1000;                                     ///< how many can be held
    std::optional<ExitStatus> end = ExitStatus(); ///< of whom was sent SIGKILL; nothing: it goes on
    std::vector<std::pair<Pid, int>> sent;
    std::set<ProcessId> held;
    std::vector<ProcessId> guarded;
    Result<void> protectedBy;
    Pid self = 1;
    int samples = 0;
    int looks = 0;
    std::chrono::steady_clock::time_point time{};

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
    /// Who got it, in this order.
    [[nodiscard]] std::vector<Pid> thoseWhoGot(int signal) const
    {
        std::vector<Pid> pids;
        for (const auto &[pid, number] : sent) {
            if (number == signal)
                pids.push_back(pid);
        }
        return pids;
    }

    Result<void> hold(const ProcessId &id) override
    {
        if (held.size() >= room && !held.contains(id))
            return failure(ErrorKind::Io, "no descriptor is left");
        held.insert(id);
        return {};
    }
    void release(const ProcessId &id) override { held.erase(id); }
    Result<void> send(const ProcessId &id, int signal) override
    {
        const auto pid = id.pid;
        sent.emplace_back(pid, signal);
        if (const auto error = onSend ? onSend(pid, signal) : std::nullopt)
            return Failure(*error);
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
    std::optional<Result<ExitStatus>> awaitEnd(const ProcessId &id, std::chrono::milliseconds atMost) override
    {
        if (end && got(id.pid, SIGKILL))
            return *end;
        time += atMost;
        return std::nullopt;
    }
    bool isReaped(const ProcessId & /*id*/) override { return true; }
    std::optional<State> state(const ProcessId &id) override { return processes.at(id.pid).stat->state; }
    std::optional<Uid> user(const ProcessId &id) override { return static_cast<Uid>(id.pid); }
    Result<SignalReading> signalReading(const ProcessId & /*id*/, const Snapshot & /*processes*/) override
    {
        return SignalReading();
    }

    Result<Snapshot> sample() override
    {
        if (samplesLeft && samples >= *samplesLeft)
            return failure(ErrorKind::Io, "too many open files");
        if (onSample)
            onSample(samples);
        ++samples;
        std::vector<Process> all;
        for (const auto &[pid, process] : processes)
            all.push_back(process);
        return snapshotOf(std::move(all));
    }
    ThreadsRest threadsRest(const ProcessId &id) override
    {
        ++looks;
        if (onLook)
            onLook();
        return rest.contains(id.pid) ? rest.at(id.pid) : ThreadsRest::None;
    }

    void guard(const std::vector<ProcessId> &those) override
    {
        guarded.insert(guarded.end(), those.begin(), those.end());
    }
    void endGuard() override { guarded.clear(); }
    Result<void> protection() const override { return protectedBy; }
    std::optional<Error> journalError() const override { return std::nullopt; }
    Pid caller() const override { return self; }
    bool isGuard(const ProcessId & /*id*/) const override { return false; }
    std::chrono::steady_clock::time_point now() const override { return time; }
    void pause(std::chrono::milliseconds length) override { time += length; }
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
