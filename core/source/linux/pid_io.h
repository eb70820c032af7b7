// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/io, proc_pid_io(5). Only for who may trace the process.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/io_counters.h"

namespace forklore {

/// All seven lines must be there; others are passed over.
[[nodiscard]] Result<IoCounters> parsePidIo(std::string_view text);

[[nodiscard]] Result<IoCounters> readPidIo(const Directory &directory, const char *name = "io");

} // namespace forklore
