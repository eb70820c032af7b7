// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/oom_score, proc_pid_oom_score(5): how soon the kernel ends a process when memory runs out.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"

namespace forklore {

/// 0 to 2000, the highest first.
[[nodiscard]] Result<std::uint64_t> parsePidOomScore(std::string_view text);

[[nodiscard]] Result<std::uint64_t> readOomScore(const Directory &directory, const char *name = "oom_score");

} // namespace forklore
