// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inspector: reads one process in depth, a section at a time.
//
// Every section is asked for by ProcessId: when the pid meanwhile belongs to another process, the answer is
// Gone. A process whose leader ended before its threads is read through one of the threads that live.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/diagnostics/diagnostic_context.h"
#include "core/host/linux/machine/machine_files.h"
#include "core/host/linux/sampling/freezer.h"
#include "core/host/system_info.h"
#include "core/process/location.h"
#include "core/process/names/environment.h"
#include "core/process/names/names.h"
#include "core/process/process.h"
#include "core/process/resources/descriptor.h"
#include "core/process/resources/file_query.h"
#include "core/process/resources/io_counters.h"
#include "core/process/resources/limit.h"
#include "core/process/resources/memory.h"
#include "core/process/resources/peer.h"
#include "core/process/rights.h"
#include "core/process/signal_effect.h"
#include "core/process/signals.h"
#include "core/process/thread.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

struct Identity {
    Stat stat;
    Result<Credentials> credentials;
    Result<std::vector<Pid>> namespacePids; ///< the process's pid in each pid namespace, outermost first
    std::optional<std::string> tty;         ///< nothing: no controlling terminal
    std::optional<Result<ExitStatus>> exitStatus; ///< of a zombie

    bool operator==(const Identity &) const = default;
};

class Inspector {
public:
    [[nodiscard]] static Result<Inspector> create(const std::string &root = "/proc", ReadLimits limits = {});

    /// Who has the pid at this moment.
    [[nodiscard]] Result<ProcessId> idOf(Pid pid) const;
    /// Why no process is listed by that number: there is none, or it is hidden.
    [[nodiscard]] Error noProcessWith(Pid pid) const;

    [[nodiscard]] Result<Identity> identity(const ProcessId &id) const;
    /// Nothing inside: its control group is not frozen.
    [[nodiscard]] Result<std::optional<Freeze>> freeze(const ProcessId &id) const
    {
        return m_freezers.freezeOf(m_root, id);
    }
    [[nodiscard]] Result<Names> names(const ProcessId &id) const;
    [[nodiscard]] Result<std::vector<std::string>> arguments(const ProcessId &id) const;
    [[nodiscard]] Result<Environment> environment(const ProcessId &id) const;
    [[nodiscard]] Result<Rights> rights(const ProcessId &id) const;
    [[nodiscard]] Result<Location> location(const ProcessId &id) const;
    /// @param processes where its process group is looked up; empty: what depends on the group is not known
    [[nodiscard]] Result<SignalReading> signalReading(const ProcessId &id,
                                                      const Snapshot &processes = {}) const;
    [[nodiscard]] Result<Descriptors> descriptors(const ProcessId &id) const;
    [[nodiscard]] Result<Threads> threads(const ProcessId &id) const;
    [[nodiscard]] Result<IoCounters> io(const ProcessId &id) const;

    /// What the kernel counts as it goes, for anybody to read.
    [[nodiscard]] Result<MemoryCounts> memoryCounts(const ProcessId &id) const;
    /// These two make the kernel walk over the page tables: seconds, for a process of tens of gigabytes.
    [[nodiscard]] Result<Memory> memory(const ProcessId &id) const;
    [[nodiscard]] Result<Mappings> mappings(const ProcessId &id) const;

    // These look at the files of all processes: 30 ms for 2 000 of them.
    [[nodiscard]] Result<Peers> peers(const ProcessId &id) const;
    /// Those joined with it by pipes and sockets, itself among them.
    [[nodiscard]] Result<Chain> chain(const ProcessId &id) const;
    [[nodiscard]] WhoHas whoHas(const FileQuery &query) const;

    /// @param processes where the threads of the same user are counted, for the usage of NPROC
    [[nodiscard]] Result<std::vector<LimitUsage>> limits(const ProcessId &id,
                                                         const Snapshot &processes) const;

    /// What diagnostics need beside a sample: remarksOn().
    /// @param processes as for limits()
    [[nodiscard]] Result<CloserLook> closerLook(const ProcessId &id, const Snapshot &processes) const;

    [[nodiscard]] const SystemInfo &system() const { return m_system; }
    /// Where it reads, for another one that does.
    [[nodiscard]] const std::string &root() const { return m_root.path(); }
    /// The name of a terminal's device number, as in proc_pid_stat(5) field 7.
    [[nodiscard]] std::optional<std::string> terminal(std::uint32_t device) const
    {
        return ttyName(m_terminals, device);
    }

private:
    explicit Inspector(Directory root);

    Directory m_root;
    SystemInfo m_system;
    std::vector<TtyDriver> m_terminals;
    CapabilitySet m_capabilities;
    Freezers m_freezers;
};

} // namespace forklore
