// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stat: the one line the kernel keeps about every process, proc_pid_stat(5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/process/process_id.h"
#include "core/process/state.h"

namespace forklore {

struct Stat {
    Pid pid = 0;
    std::string comm; ///< any bytes, newline and ')' among them; longer than 15 for some kernel workers
    State state = State::Sleeping;
    Pid ppid = 0; ///< 0: none in this pid namespace
    Pid pgid = 0;
    Pid sid = 0;
    std::uint32_t ttyDevice = 0;           ///< device number; 0: no controlling terminal
    std::optional<Pid> ttyForegroundGroup; ///< the terminal's foreground process group (tcgetpgrp(3))
    std::uint32_t flags = 0;               ///< PF_* of the kernel
    std::uint64_t userTicks = 0;
    std::uint64_t systemTicks = 0;
    std::int32_t nice = 0; ///< -20 (favoured) to 19
    std::uint32_t threads = 0;
    StartTicks start = 0;
    std::uint64_t virtualBytes = 0;
    std::uint64_t residentPages = 0;
    std::int32_t exitSignal = 0; ///< sent to the parent at the end, SIGCHLD as a rule
    std::uint32_t processor = 0; ///< the CPU it last ran on
    std::uint32_t realtimePriority = 0;
    std::uint64_t argumentsStart = 0; ///< the argument area; both 0 without the right to see it
    std::uint64_t argumentsEnd = 0;
    std::int32_t exitCode = 0; ///< wait status of a zombie; 0 as well without the right to see it

    [[nodiscard]] ProcessId id() const { return {pid, start}; }
    [[nodiscard]] std::uint64_t cpuTicks() const { return userTicks + systemTicks; }
    [[nodiscard]] bool isKernelThread() const { return (flags & 0x0020'0000u) != 0; } ///< PF_KTHREAD
    /// The leader called exit while other threads go on: it looks like a zombie and is none.
    [[nodiscard]] bool leaderEnded() const { return state == State::Zombie && threads > 1; }
    [[nodiscard]] bool isZombie() const { return state == State::Zombie && threads <= 1; }
    /// A kernel thread has no program, a zombie none any more: neither memory nor arguments nor open files.
    [[nodiscard]] bool hasProgram() const { return !isKernelThread() && !isZombie(); }

    bool operator==(const Stat &) const = default;
};

} // namespace forklore
