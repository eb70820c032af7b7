// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/task, proc_pid_task(5): the threads of a process.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/host/system_info.h"
#include "core/process/thread.h"

namespace forklore {

/// Of how many threads a status is read: it costs a file each, and what reads them does so again and again.
constexpr std::size_t maxThreadsRead = 256;

/// A thread that ends meanwhile is left out.
/// @param process /proc/PID
/// @param clock the time since boot, asked for before each thread
[[nodiscard]] Result<Threads> readPidTask(const Directory &process, Pid pid,
                                          const std::function<std::chrono::nanoseconds()> &clock);

/// The kernel function that a thread sleeps in, proc_pid_wchan(5); empty: in none. The kernel writes 0 both
/// for a thread that waits in nothing and for a reader who may not know; the link of its user namespace asks
/// for the same right, and tells the two apart.
/// @param process /proc/PID
[[nodiscard]] Result<std::string> readWaitChannel(const Directory &process, Pid thread, State state);

} // namespace forklore
