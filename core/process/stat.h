// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stat: the one line the kernel keeps about every process, proc_pid_stat(5).
//
// Who a process is and where it stands in the tree is always there. Every other field may be missing alone:
// an older kernel's line is shorter, and a captured one may be cut or odd.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/process/process_id.h"
#include "core/process/state.h"

namespace forklore {

constexpr std::uint32_t kernelThreadFlag = 0x0020'0000; // PF_KTHREAD

struct Stat {
    Pid pid = 0;
    std::string comm; ///< any bytes, newline and ')' among them; longer than 15 for some kernel workers
    State state = State::Sleeping;
    Pid ppid = 0; ///< 0: none in this pid namespace
    StartTicks start = 0;

    std::optional<Pid> pgid = {};
    std::optional<Pid> sid = {};
    std::optional<std::uint32_t> ttyDevice = {};   ///< device number; 0: no controlling terminal
    std::optional<Pid> ttyForegroundGroup = {};    ///< the terminal's, tcgetpgrp(3); 0: none
    std::optional<std::uint32_t> flags = {};       ///< PF_* of the kernel
    std::optional<std::uint64_t> minorFaults = {}; ///< page faults that needed no read from storage
    std::optional<std::uint64_t> majorFaults = {};
    std::optional<std::uint64_t> userTicks = {};
    std::optional<std::uint64_t> systemTicks = {};
    std::optional<std::int32_t> nice = {}; ///< -20 (favoured) to 19
    std::optional<std::uint32_t> threads = {};
    std::optional<std::uint64_t> virtualBytes = {};
    std::optional<std::uint64_t> residentPages = {};
    std::optional<std::int32_t> exitSignal = {}; ///< sent to the parent at the end, SIGCHLD as a rule
    std::optional<std::uint32_t> processor = {}; ///< the CPU it last ran on
    std::optional<std::uint32_t> realtimePriority = {};
    /// The argument area; both 0 without the right to see it.
    std::optional<std::uint64_t> argumentsStart = {};
    std::optional<std::uint64_t> argumentsEnd = {};
    /// Wait status of a zombie; 0 as well without the right to see it.
    std::optional<std::int32_t> exitCode = {};

    [[nodiscard]] ProcessId id() const { return {pid, start}; }
    [[nodiscard]] std::optional<std::uint64_t> cpuTicks() const
    {
        return userTicks && systemTicks ? std::optional(*userTicks + *systemTicks) : std::nullopt;
    }
    /// False as well where the flags are missing.
    [[nodiscard]] bool isKernelThread() const { return (flags.value_or(0) & kernelThreadFlag) != 0; }
    [[nodiscard]] bool hasTerminal() const { return ttyDevice.value_or(0) != 0; }
    [[nodiscard]] bool leadsSession() const { return sid == pid; }
    [[nodiscard]] bool isInForeground() const { return hasTerminal() && pgid && ttyForegroundGroup == pgid; }
    /// The leader called exit while other threads go on: it looks like a zombie and is none.
    [[nodiscard]] bool leaderEnded() const { return state == State::Zombie && threads.value_or(1) > 1; }
    [[nodiscard]] bool isZombie() const { return state == State::Zombie && !leaderEnded(); }
    /// A kernel thread has no program, a zombie none any more: neither memory nor arguments nor open files.
    [[nodiscard]] bool hasProgram() const { return !isKernelThread() && !isZombie(); }

    bool operator==(const Stat &) const = default;
};

/// Why a field of stat has no value, by its name in proc_pid_stat(5).
[[nodiscard]] Error missingStatField(std::string_view field);

/// The field, or why it has no value.
template <class T>
[[nodiscard]] Result<T> statField(const std::optional<T> &value, std::string_view field)
{
    return value ? Result<T>(*value) : Failure(missingStatField(field));
}

} // namespace forklore
