// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/stat, proc_pid_stat(5).
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/stat.h"

namespace forklore {

/// Fields 1 to 24 must be there; kernels before 3.5 end before the last that are read (exit_code is 52).
[[nodiscard]] Result<Stat> parsePidStat(std::string_view text);

/// @param directory /proc, /proc/PID or /proc/PID/task @param name the file below it
[[nodiscard]] Result<Stat> readPidStat(const Directory &directory, const char *name = "stat");

} // namespace forklore
