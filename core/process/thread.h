// SPDX-License-Identifier: GPL-3.0-or-later
//
// Thread: one line of execution of a process, proc_pid_task(5).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/process/stat.h"

namespace forklore {

struct Thread {
    Pid tid = 0;
    Result<Stat> stat; ///< of the thread alone: its pid is the tid; comm, state, CPU time
    /// The kernel function it sleeps in. Empty: in none, or in none that the kernel has a name for.
    Result<std::string> waitChannel;
    /// CPU time per elapsed time since the reading before, 1.0 being one core; empty at first sight.
    std::optional<double> cpuShare;
    /// When it was read, since boot: a process may have thousands, and be stopped in the midst.
    std::chrono::nanoseconds readAt{};

    bool operator==(const Thread &) const = default;
};

/// All threads of a process at one moment: the leader first, the others by tid. (After the pids have wrapped
/// round, others may have lower ones.)
struct Threads {
    std::chrono::nanoseconds sinceBoot{};
    std::vector<Thread> all;
    std::chrono::nanoseconds asleep{}; ///< how much of sinceBoot the machine was suspended

    bool operator==(const Threads &) const = default;
};

} // namespace forklore
