// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/environ, proc_pid_environ(5).
#pragma once

#include <string_view>

#include "core/process/names/environment.h"

namespace forklore {

/// Any bytes are an environment: entries end with a NUL, the last may lack it.
[[nodiscard]] Environment parsePidEnviron(std::string_view block);

} // namespace forklore
