// SPDX-License-Identifier: GPL-3.0-or-later
//
// How often a process was switched away from, by its own will or not: the last lines of
// /proc/PID/task/TID/status, proc_pid_status(5). The kernel counts for each thread alone.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/process_id.h"

namespace forklore {

/// Both kinds together, of the one thread that a status is about.
[[nodiscard]] Result<std::uint64_t> parseContextSwitches(std::string_view status);

/// The sum over a process's threads. What threads had that have ended is not in it, so it may shrink.
/// Unsupported for more than maxThreadsRead threads.
[[nodiscard]] Result<std::uint64_t> readContextSwitches(const Directory &root, Pid pid);

} // namespace forklore
