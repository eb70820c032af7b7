// SPDX-License-Identifier: GPL-3.0-or-later
//
// Process: what one sample knows of one process. Each part is a value or the reason why there is none.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/result.h"
#include "core/process/credentials.h"
#include "core/process/exit_status.h"
#include "core/process/freeze.h"
#include "core/process/names/environment.h"
#include "core/process/process_id.h"
#include "core/process/resources/io_counters.h"
#include "core/process/stat.h"

namespace forklore {

struct Process {
    ProcessId id;
    Result<Stat> stat = {}; ///< an error: listed by its pid, nothing else is known

    Result<Credentials> credentials = {};
    /// The bytes of /proc/PID/cmdline; empty for kernel threads and zombies.
    Result<std::string> commandLine = {};

    /// Open descriptors. Empty: no sample was asked for it yet, as it costs a further system call a process.
    std::optional<Result<std::uint64_t>> descriptorCount = {};

    /// For a zombie, how it ended; empty for a process that lives (or whose leader alone has ended).
    std::optional<Result<ExitStatus>> exitStatus = {};
    /// It is no more: this is how it was last seen, and exitStatus how it ended. In no sample.
    bool hasEnded = false;
    std::optional<std::chrono::nanoseconds> lifetime = {}; ///< of one that has ended, where it was heard

    /// CPU time per elapsed time since the sample before, 1.0 being one core; empty at first sight.
    std::optional<double> cpuShare = {};

    // Not carried over: empty unless it was asked for in this very sample, or was this process's turn.
    std::optional<Result<IoCounters>> io = {};
    std::optional<IoRates> ioRates = {}; ///< where io was read in the sample before, too
    /// Of all its threads since their start, voluntary or not.
    std::optional<Result<std::uint64_t>> contextSwitches = {};
    /// The soft limit of open descriptors; no number: unlimited.
    std::optional<Result<std::optional<std::uint64_t>>> descriptorLimit = {};
    std::optional<Result<Environment>> environment = {};
    std::optional<Result<std::vector<std::string>>> controlGroups = {}; ///< the lines of /proc/PID/cgroup
    std::optional<Result<std::uint64_t>> oomScore = {};                 ///< 0 to 2000
    std::optional<Result<std::uint64_t>> swapBytes = {}; ///< without what shared memory has in swap
    /// Resident pages as stat counts them, which lags: moves when stat->residentPages may have.
    std::optional<std::uint64_t> countedPages = {};
    /// By its control group, as it was when the row was last in view; nothing: it is not, or that is not
    /// known.
    std::optional<Freeze> frozen = {};
    /// The file that it runs was deleted or replaced since. Nothing: not read, not to be told, or no file.
    std::optional<bool> executableDeleted = {};
    bool descriptorsCounted = false; ///< descriptorCount is of this sample, not carried over
    /// The facts that are not carried over were read for the history alone: they are not shown, and no
    /// change.
    bool isForHistory = false;

    [[nodiscard]] bool isKernelThread() const { return stat && stat->isKernelThread(); }
    [[nodiscard]] bool isZombie() const { return stat && stat->isZombie(); }
    /// Taken for granted where stat could not be read.
    [[nodiscard]] bool hasProgram() const { return !stat || stat->hasProgram(); }

    bool operator==(const Process &) const = default;
};

/// The facts that are not carried over.
inline constexpr auto requestedFacts =
    std::make_tuple(&Process::io, &Process::ioRates, &Process::contextSwitches, &Process::descriptorLimit,
                    &Process::environment, &Process::controlGroups, &Process::oomScore, &Process::swapBytes);

/// A readable name: the comm, or "?" where stat could not be read.
[[nodiscard]] inline std::string nameOf(const Process &process)
{
    return process.stat ? process.stat->comm : "?";
}

} // namespace forklore
