// SPDX-License-Identifier: GPL-3.0-or-later
//
// Snapshot: all processes of a machine at one moment. Immutable once made, shared between threads.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/clocks.h"
#include "core/base/result.h"
#include "core/base/timed_calls.h"
#include "core/snapshot/machine.h"
#include "core/snapshot/process_list.h"

namespace forklore {

/// Run-queue length over 1, 5 and 15 minutes, proc_loadavg(5).
using LoadAverage = std::array<Result<double>, 3>;

struct Snapshot {
    WallTime takenAt;
    std::chrono::nanoseconds sinceBoot{}; ///< on the clock of start times
    std::chrono::nanoseconds asleep{};    ///< how much of that the machine was suspended
    std::chrono::nanoseconds interval{};  ///< to the next sample, as it was asked for; 0: not known
    ProcessList processes;
    /// When each process's stat was read, by position: a read that blocks holds up all that come after it.
    /// Empty: all at sinceBoot.
    std::vector<std::chrono::nanoseconds> readAt;
    Result<LoadAverage> load = LoadAverage{};
    std::size_t vanished = 0;            ///< ended between the listing and the reading: not in processes
    std::optional<Machine> machine;      ///< where it was asked for
    std::vector<OverdueCall> unanswered; ///< readings without an answer from the kernel or a file system
    bool othersHidden = false; ///< /proc is mounted with hidepid: there are processes that nobody tells us of

    [[nodiscard]] std::chrono::nanoseconds readAtOf(std::size_t position) const
    {
        return position < readAt.size() ? readAt[position] : sinceBoot;
    }
    /// When the last of it was read.
    [[nodiscard]] std::chrono::nanoseconds readUntil() const
    {
        return readAt.empty() ? sinceBoot : std::max(sinceBoot, readAt.back());
    }
    /// The process, or null when it is not in this snapshot.
    [[nodiscard]] const Process *find(const ProcessId &id) const;
    /// The process that has the pid at this moment, or null.
    [[nodiscard]] const Process *withPid(Pid pid) const;
    /// Where in processes the one with the pid is.
    [[nodiscard]] std::optional<std::size_t> positionOf(Pid pid) const;
};

/// How many there are of each, for the status bar.
struct Census {
    std::size_t processes = 0;
    std::size_t threads = 0;
    std::size_t running = 0;
    std::size_t stopped = 0;
    std::size_t zombies = 0;

    bool operator==(const Census &) const = default;
};
[[nodiscard]] Census census(const Snapshot &snapshot);

} // namespace forklore
