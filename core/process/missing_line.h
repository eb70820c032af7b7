// SPDX-License-Identifier: GPL-3.0-or-later
//
// The error for a line of a file below /proc that is missing or cannot be parsed. A field of stat has its
// own, missingStatField().
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace forklore {

/// "status has no valid line VmRSS": Malformed, as all kernels write it; Unsupported where `since` says which
/// kernel writes it first.
/// @param since "it came with Linux 4.4"; empty: all have it
[[nodiscard]] Error missingLine(std::string_view file, std::string_view line, std::string_view since = {});

} // namespace forklore
