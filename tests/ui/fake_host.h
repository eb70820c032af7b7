// SPDX-License-Identifier: GPL-3.0-or-later
//
// FakeHost: a machine that is made up: its processes, what happens to them and what can be read of them are
// what the test says. No /proc is behind it.
#pragma once

#include <mutex>

#include "core/host/host.h"
#include "tests/ui/staged_events.h"

namespace forklore {

class FakeHost final : public Host, public std::enable_shared_from_this<FakeHost> {
public:
    /// @param viewer who looks, and may read the environment of the own processes alone
    explicit FakeHost(const Viewer &viewer);

    /// What the next sample finds.
    void setProcesses(std::vector<Process> processes);
    /// What happens to them.
    [[nodiscard]] EventStage &stage() { return *m_stage; }

    [[nodiscard]] HostCapabilities capabilities() const override;
    [[nodiscard]] Result<std::unique_ptr<Source>> openSource() const override;
    [[nodiscard]] std::shared_ptr<const Inspector> inspector() const override { return m_inspector; }
    [[nodiscard]] Result<std::unique_ptr<EventSource>> openEvents() const override;
    [[nodiscard]] std::shared_ptr<const Control> control() const override { return nullptr; }
    [[nodiscard]] Result<WallTime> bootTime() const override { return m_system.bootTime; }
    [[nodiscard]] IdNames userNames() const override;
    [[nodiscard]] IdNames groupNames() const override { return {"group", nullptr}; }

private:
    class FakeSource;
    class FakeInspector;

    [[nodiscard]] std::vector<Process> processes() const;
    [[nodiscard]] Result<Process> find(const ProcessId &id) const;

    SystemInfo m_system;
    std::shared_ptr<EventStage> m_stage;
    std::shared_ptr<const Inspector> m_inspector;
    mutable std::mutex m_mutex; ///< guards the processes
    std::vector<Process> m_processes;
};

} // namespace forklore
