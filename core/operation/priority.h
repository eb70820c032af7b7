// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the kernel favours a process: nice(1), sched(7), ioprio_set(2), sched_setaffinity(2). For the kernel
// these are each thread's own; here a process is all of its threads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/process/autogroup.h"

namespace forklore {

enum class SchedulingPolicy {
    Other,      ///< the usual one, by nice value
    Batch,      ///< as Other, but taken to be busy for long
    Idle,       ///< only what nobody else wants
    Fifo,       ///< real-time: runs until it waits
    RoundRobin, ///< real-time: in turn with others of its priority
    Deadline,   ///< is told here, and cannot be chosen
    Extensible, ///< by a scheduler that was loaded into the kernel (Linux 6.12); as Deadline
    Unknown,
};

enum class IoClass {
    None, ///< derived from policy and nice value
    RealTime,
    BestEffort,
    Idle,
};

struct IoPriority {
    IoClass ioClass = IoClass::None;
    int level = 0; ///< 0, favoured, to 7; of RealTime and BestEffort

    bool operator==(const IoPriority &) const = default;
};

struct Scheduling {
    SchedulingPolicy policy = SchedulingPolicy::Other;
    int realtimePriority = 0; ///< 1 to 99 of Fifo and RoundRobin; else 0

    bool operator==(const Scheduling &) const = default;
};

struct Priority {
    int nice = 0; ///< -20, favoured, to 19
    Scheduling scheduling;
    IoPriority io;
    std::vector<int> processors; ///< on which it may run, ascending

    bool operator==(const Priority &) const = default;
};

struct PriorityReading {
    Priority main;        ///< the main thread's
    bool differs = false; ///< other threads have another one
    std::size_t threads = 0;
    bool isPrivileged = false; ///< whoever reads it has CAP_SYS_NICE, and may favour any process
    // What its limits grant to who has not CAP_SYS_NICE; nothing: not known.
    std::optional<int> lowestNice = {};      ///< RLIMIT_NICE
    std::optional<int> highestRealtime = {}; ///< RLIMIT_RTPRIO; 0: none
    /// Within which its nice value counts; nothing: none, or not known.
    std::optional<Autogroup> autogroup = {};

    bool operator==(const PriorityReading &) const = default;
};

/// What is not named stays.
struct PriorityChange {
    std::optional<int> nice = {};
    std::optional<Scheduling> scheduling = {};
    std::optional<IoPriority> io = {};
    std::optional<std::vector<int>> processors = {};

    bool operator==(const PriorityChange &) const = default;
};

/// Whether it can be chosen for a process; Deadline is only read, for instance.
[[nodiscard]] bool isOffered(SchedulingPolicy policy);
[[nodiscard]] std::string_view name(SchedulingPolicy policy); ///< "SCHED_OTHER"
[[nodiscard]] std::string_view name(IoClass ioClass);         ///< "best-effort"

/// Why a change could not be taken back by this program; empty: it could, or the change is none.
[[nodiscard]] std::string oneWay(const PriorityReading &now, const PriorityChange &change);

} // namespace forklore
