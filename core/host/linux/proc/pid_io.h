// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/io, proc_pid_io(5). Only for who may trace the process.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/resources/io_counters.h"

namespace forklore {

/// A line that is missing or odd loses its counter alone; a text without any of the seven is malformed.
[[nodiscard]] Result<IoCounters> parsePidIo(std::string_view text);

[[nodiscard]] Result<IoCounters> readPidIo(const Directory &directory, const char *name = "io");

} // namespace forklore
