// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/limits, proc_pid_limits(5). Readable for everybody, where prlimit(2) asks for rights even to
// read.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/resources/limit.h"

namespace forklore {

/// All sixteen, in the order of resources(). A line that is missing or odd loses its limit alone; a text
/// without any of them is malformed.
[[nodiscard]] Result<Limits> parsePidLimits(std::string_view text);

/// One line alone: the soft limit; no number: unlimited.
[[nodiscard]] Result<std::optional<std::uint64_t>> parseSoftLimit(std::string_view text, Resource resource);

[[nodiscard]] Result<Limits> readPidLimits(const Directory &process);

} // namespace forklore
