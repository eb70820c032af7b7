// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/statm, proc_pid_statm(5): sizes in pages.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"

namespace forklore {

/// Field 2: the resident set, in pages; summed up over all CPUs at the moment of the reading.
[[nodiscard]] Result<std::uint64_t> parseResidentPages(std::string_view text);

/// @param directory /proc or /proc/PID @param name the file below it
[[nodiscard]] Result<std::uint64_t> readResidentPages(const Directory &directory, const char *name);

} // namespace forklore
