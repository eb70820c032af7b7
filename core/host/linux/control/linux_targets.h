// SPDX-License-Identifier: GPL-3.0-or-later
//
// LinuxTargets: processes of this machine that are to get signals, each held by a pidfd as far as the
// descriptors for that reach.
#pragma once

#include <optional>
#include <string>

#include "core/base/file.h"
#include "core/host/linux/control/held_targets.h"
#include "core/host/linux/control/stop_guard.h"
#include "core/host/linux/inspect/inspector.h"
#include "core/host/linux/sampling/freezer.h"
#include "core/operation/targets.h"

namespace forklore {

class LinuxTargets : public Targets {
public:
    /// @param root where its /proc is
    explicit LinuxTargets(std::string root = "/proc", std::string guard = guardProgram(),
                          Result<std::string> journals = stateDirectory(),
                          TimedCalls &calls = TimedCalls::ofProgram());

    [[nodiscard]] Result<void> hold(const ProcessId &id) override { return m_held.hold(id); }
    void release(const ProcessId &id) override { m_held.release(id); }
    [[nodiscard]] Result<void> send(const ProcessId &id, int signal) override
    {
        return m_held.send(id, signal);
    }
    [[nodiscard]] std::optional<Result<ExitStatus>> awaitEnd(const ProcessId &id,
                                                             std::chrono::milliseconds atMost) override
    {
        return m_held.awaitEnd(id, atMost);
    }
    [[nodiscard]] bool isReaped(const ProcessId &id) override;
    [[nodiscard]] std::optional<State> state(const ProcessId &id) override;
    [[nodiscard]] std::optional<Uid> user(const ProcessId &id) override;
    [[nodiscard]] Result<SignalReading> signalReading(const ProcessId &id,
                                                      const Snapshot &processes) override;

    [[nodiscard]] Result<Snapshot> sample() override;
    [[nodiscard]] ThreadsRest threadsRest(const ProcessId &id) override;

    void guard(const std::vector<ProcessId> &processes) override { m_guard.add(processes); }
    void endGuard() override { m_guard.clear(); }
    [[nodiscard]] Result<void> protection() const override { return m_guard.protection(); }
    [[nodiscard]] std::optional<Error> journalError() const override { return m_guard.journalError(); }
    /// forklore-guard, while it runs.
    [[nodiscard]] std::optional<ProcessId> guardProcess() const { return m_guard.process(); }

    [[nodiscard]] Pid caller() const override;
    [[nodiscard]] bool isGuard(const ProcessId &id) const override { return m_guard.process() == id; }
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override;
    void pause(std::chrono::milliseconds time) override;

private:
    [[nodiscard]] const Result<Inspector> &inspector();

    std::string m_path;
    HeldTargets m_held;
    StopGuard m_guard;
    Result<Inspector> m_inspector; ///< opened when it is needed first
    Result<Directory> m_root;
    std::optional<Freezers> m_freezers; ///< their mounts are parsed once a sample
};

} // namespace forklore
