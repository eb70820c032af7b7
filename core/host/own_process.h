// SPDX-License-Identifier: GPL-3.0-or-later
//
// What this program asks of itself. Each platform has its own way: linux/sampling/own_process.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace forklore {

/// User and system time of all threads, getrusage(2).
[[nodiscard]] std::chrono::nanoseconds ownCpuTime();
/// Memory in RAM; nothing: not told.
[[nodiscard]] std::optional<std::uint64_t> ownResidentBytes();
/// Whether another program may read and write this one's memory by ptrace(2). Yes, too, where that cannot be
/// read.
[[nodiscard]] bool isTraced();

} // namespace forklore
