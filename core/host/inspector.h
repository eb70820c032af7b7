// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inspector: reads one process of a host in depth, a section at a time. Any thread may ask it.
//
// Every section is asked for by ProcessId: when the pid meanwhile belongs to another process, the answer is
// Gone. A process whose leader ended before its threads is read through one of the threads that live.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/diagnostics/diagnostic_context.h"
#include "core/host/system_info.h"
#include "core/process/freeze.h"
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
    virtual ~Inspector() = default;

    /// Who has the pid at this moment.
    [[nodiscard]] virtual Result<ProcessId> idOf(Pid pid) const = 0;
    /// Why no process is listed by that number: there is none, or it is hidden.
    [[nodiscard]] virtual Error noProcessWith(Pid pid) const = 0;

    [[nodiscard]] virtual Result<Identity> identity(const ProcessId &id) const = 0;
    /// Nothing inside: its control group is not frozen.
    [[nodiscard]] virtual Result<std::optional<Freeze>> freeze(const ProcessId &id) const = 0;
    [[nodiscard]] virtual Result<Names> names(const ProcessId &id) const = 0;
    [[nodiscard]] virtual Result<std::vector<std::string>> arguments(const ProcessId &id) const = 0;
    [[nodiscard]] virtual Result<Environment> environment(const ProcessId &id) const = 0;
    [[nodiscard]] virtual Result<Rights> rights(const ProcessId &id) const = 0;
    [[nodiscard]] virtual Result<Location> location(const ProcessId &id) const = 0;
    /// @param processes where its process group is looked up; empty: what depends on the group is not known
    [[nodiscard]] virtual Result<SignalReading> signalReading(const ProcessId &id,
                                                              const Snapshot &processes) const = 0;
    [[nodiscard]] virtual Result<Descriptors> descriptors(const ProcessId &id) const = 0;
    [[nodiscard]] virtual Result<Threads> threads(const ProcessId &id) const = 0;
    [[nodiscard]] virtual Result<IoCounters> io(const ProcessId &id) const = 0;

    /// What the kernel counts as it goes, for anybody to read.
    [[nodiscard]] virtual Result<MemoryCounts> memoryCounts(const ProcessId &id) const = 0;
    /// These two make the kernel walk over the page tables: seconds, for a process of tens of gigabytes.
    [[nodiscard]] virtual Result<Memory> memory(const ProcessId &id) const = 0;
    [[nodiscard]] virtual Result<Mappings> mappings(const ProcessId &id) const = 0;

    // These look at the files of all processes: 30 ms for 2 000 of them.
    [[nodiscard]] virtual Result<Peers> peers(const ProcessId &id) const = 0;
    /// Those joined with it by pipes and sockets, itself among them.
    [[nodiscard]] virtual Result<Chain> chain(const ProcessId &id) const = 0;
    [[nodiscard]] virtual Result<WhoHas> whoHas(const FileQuery &query) const = 0;

    /// @param processes where the threads of the same user are counted, for the usage of NPROC
    [[nodiscard]] virtual Result<std::vector<LimitUsage>> limits(const ProcessId &id,
                                                                 const Snapshot &processes) const = 0;

    /// What diagnostics need beside a sample: diagnosticsOn().
    /// @param processes as for limits()
    [[nodiscard]] virtual Result<CloserLook> closerLook(const ProcessId &id,
                                                        const Snapshot &processes) const = 0;

    [[nodiscard]] virtual const SystemInfo &system() const = 0;
    /// The name of a terminal's device number, as in proc_pid_stat(5) field 7.
    [[nodiscard]] virtual std::optional<std::string> terminal(std::uint32_t device) const = 0;

protected:
    Inspector() = default;
    Inspector(const Inspector &) = default;
    Inspector(Inspector &&) = default;
    Inspector &operator=(const Inspector &) = default;
    Inspector &operator=(Inspector &&) = default;
};

} // namespace forklore
