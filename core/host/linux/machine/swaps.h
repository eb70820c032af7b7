// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/swaps, proc_swaps(5): where pages are swapped out to.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"

namespace forklore {

/// The bytes in use on zram devices: they are counted as swapped out, but kept in memory, compressed. Devices
/// are told by name; a swap file within a file system upon zram is not recognized.
[[nodiscard]] Result<std::uint64_t> parseSwapOnZram(std::string_view text);

/// Unsupported where there is no such file, as the kernel was built without swap.
[[nodiscard]] Result<std::uint64_t> readSwapOnZram(const Directory &root);

} // namespace forklore
