// SPDX-License-Identifier: GPL-3.0-or-later
//
// LinuxInspector: reads the files of one process below a /proc, the machine's own or a captured one. A
// process whose leader ended before its threads is read through one of the threads that live.
#pragma once

#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/host/inspector.h"
#include "core/host/linux/machine/machine_files.h"
#include "core/host/linux/sampling/freezer.h"

namespace forklore {

class LinuxInspector final : public Inspector {
public:
    [[nodiscard]] static Result<LinuxInspector> create(const std::string &root = "/proc",
                                                       ReadLimits limits = {});

    [[nodiscard]] Result<ProcessId> idOf(Pid pid) const override;
    [[nodiscard]] Error noProcessWith(Pid pid) const override;
    [[nodiscard]] Result<Identity> identity(const ProcessId &id) const override;
    [[nodiscard]] Result<std::optional<Freeze>> freeze(const ProcessId &id) const override
    {
        return m_freezers.freezeOf(m_root, id);
    }
    [[nodiscard]] Result<Names> names(const ProcessId &id) const override;
    [[nodiscard]] Result<std::vector<std::string>> arguments(const ProcessId &id) const override;
    [[nodiscard]] Result<Environment> environment(const ProcessId &id) const override;
    [[nodiscard]] Result<Rights> rights(const ProcessId &id) const override;
    [[nodiscard]] Result<Location> location(const ProcessId &id) const override;
    [[nodiscard]] Result<SignalReading> signalReading(const ProcessId &id,
                                                      const Snapshot &processes) const override;
    [[nodiscard]] Result<Descriptors> descriptors(const ProcessId &id) const override;
    [[nodiscard]] Result<Threads> threads(const ProcessId &id) const override;
    [[nodiscard]] Result<IoCounters> io(const ProcessId &id) const override;
    [[nodiscard]] Result<MemoryCounts> memoryCounts(const ProcessId &id) const override;
    [[nodiscard]] Result<Memory> memory(const ProcessId &id) const override;
    [[nodiscard]] Result<Mappings> mappings(const ProcessId &id) const override;
    [[nodiscard]] Result<Peers> peers(const ProcessId &id) const override;
    [[nodiscard]] Result<Chain> chain(const ProcessId &id) const override;
    [[nodiscard]] Result<WhoHas> whoHas(const FileQuery &query) const override;
    [[nodiscard]] Result<std::vector<LimitUsage>> limits(const ProcessId &id,
                                                         const Snapshot &processes) const override;
    [[nodiscard]] Result<CloserLook> closerLook(const ProcessId &id,
                                                const Snapshot &processes) const override;
    [[nodiscard]] const SystemInfo &system() const override { return m_system; }
    [[nodiscard]] std::optional<std::string> terminal(std::uint32_t device) const override
    {
        return ttyName(m_terminals, device);
    }

private:
    explicit LinuxInspector(Directory root);

    Directory m_root;
    SystemInfo m_system;
    std::vector<TtyDriver> m_terminals;
    CapabilitySet m_capabilities;
    Freezers m_freezers;
};

} // namespace forklore
