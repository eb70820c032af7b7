// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/cgroup, cgroups(7): where the process stands in each hierarchy of control groups.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"

namespace forklore {

/// The lines "NUMBER:CONTROLLERS:/PATH". One that is odd is kept as it stands; a text of such alone is
/// malformed.
[[nodiscard]] Result<std::vector<std::string>> parsePidCgroup(std::string_view text);

[[nodiscard]] Result<std::vector<std::string>> readPidCgroup(const Directory &process);

} // namespace forklore
