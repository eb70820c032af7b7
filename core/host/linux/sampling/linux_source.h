// SPDX-License-Identifier: GPL-3.0-or-later
//
// LinuxSource: samples all processes from a /proc, the machine's own or a captured one.
#pragma once

#include <string>

#include "core/base/file.h"
#include "core/host/linux/machine/machine_counters.h"
#include "core/host/linux/machine/machine_files.h"
#include "core/host/linux/sampling/freezer.h"
#include "core/host/source.h"

namespace forklore {

class LinuxSource final : public Source {
public:
    /// @param root where a proc file system, or a copy of one, is to be found
    [[nodiscard]] static Result<std::unique_ptr<LinuxSource>> create(const std::string &root = "/proc",
                                                                     ReadLimits limits = {});

    [[nodiscard]] Result<Snapshot> sample(const SampleRequest &request, const Snapshot *previous) override;
    [[nodiscard]] const SystemInfo &system() const override { return m_system; }
    [[nodiscard]] std::optional<std::string> terminal(std::uint32_t device) const override
    {
        return ttyName(m_terminals, device);
    }

private:
    explicit LinuxSource(Directory root);

    [[nodiscard]] std::chrono::nanoseconds sinceBoot() const;
    void readMachineFiles(Snapshot &snapshot, bool counters);

    Directory m_root;
    bool m_live; ///< this machine's own /proc: its clocks are the ones to read
    std::shared_ptr<MachineCounters> m_counters; ///< its reading may be left behind
    Freezers m_freezers;
    bool m_countsBySize; ///< the size of /proc/PID/fd is the number of descriptors (Linux 6.2)
    bool m_othersHidden;
    SystemInfo m_system;
    std::vector<TtyDriver> m_terminals;
    unsigned m_turn = 0; ///< whose facts are read anew in this sample, though nobody looks at them
};

/// What is known of the machine behind a /proc.
[[nodiscard]] SystemInfo readSystemInfo(const Directory &root);

/// The running kernel's own /proc: this process's clocks and sockets are the ones that count there.
[[nodiscard]] bool isLive(const Directory &root);

/// Whether /proc is mounted so that this user does not see all: readHiding().
[[nodiscard]] bool hidesOthers(const Directory &root);

} // namespace forklore
