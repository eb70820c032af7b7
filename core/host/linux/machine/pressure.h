// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/pressure/cpu, memory and io, proc_pressure(5): how long somebody had to wait for them.
#pragma once

#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/snapshot/machine.h"

namespace forklore {

/// The line "full", where everybody had to wait, is passed over.
[[nodiscard]] Result<Pressure> parsePressure(std::string_view text);

/// @param resource "cpu", "memory" or "io"
/// Unsupported where the kernel does not measure it; the message says what turns it on.
[[nodiscard]] Result<Pressure> readPressure(const Directory &root, std::string_view resource);

} // namespace forklore
