// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/autogroup, sched(7).
#pragma once

#include <optional>
#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/autogroup.h"

namespace forklore {

/// "/autogroup-12 nice 0". Nothing: the process is in none.
[[nodiscard]] Result<std::optional<Autogroup>> parsePidAutogroup(std::string_view text);

/// Of a process of a /proc. Nothing: autogroups are switched off, too.
/// @param name "4711/autogroup"
[[nodiscard]] Result<std::optional<Autogroup>> readPidAutogroup(const Directory &proc, const char *name);

/// As above. @param process its directory, which was opened before
[[nodiscard]] Result<std::optional<Autogroup>> readPidAutogroup(const Directory &proc,
                                                                const Directory &process);

} // namespace forklore
