// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/stat, proc_pid_stat(5).
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/exit_status.h"
#include "core/process/stat.h"

namespace forklore {

/// The id, name, state, parent and start must be there. Any other field that is missing or odd has no value:
/// kernels before 3.5 end before the last that are read (exit_code is 52).
[[nodiscard]] Result<Stat> parsePidStat(std::string_view text);

/// @param directory /proc, /proc/PID or /proc/PID/task @param name the file below it
[[nodiscard]] Result<Stat> readPidStat(const Directory &directory, const char *name = "stat");

/// How a zombie ended. Field 52 reads 0 without the right to it: a 0 is believed where the namespace link of
/// the zombie, which asks for the same right, can be read. (Being root proves nothing: any user is root of a
/// user namespace of his own.) A captured /proc may lack the link; there root's word is all there is.
/// @param userNamespace the link ns/user of the process, below the directory
[[nodiscard]] Result<ExitStatus> readExitStatus(const Directory &directory, const char *userNamespace,
                                                const Stat &stat);

} // namespace forklore
