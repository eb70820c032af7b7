// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much of each limit a process has used up: getrlimit(2) says what is counted, /proc where it is told.
#pragma once

#include "core/base/file.h"
#include "core/host/system_info.h"
#include "core/process/resources/limit.h"
#include "core/process/stat.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// @param facts /proc/PID, or /proc/PID/task/TID of a living thread
/// @param processes with credentials: the threads of the same real user are counted in it
[[nodiscard]] std::vector<LimitUsage> withUsage(const Limits &limits, const Stat &stat,
                                                const Directory &facts, const Snapshot &processes,
                                                const SystemInfo &system);

} // namespace forklore
