// SPDX-License-Identifier: GPL-3.0-or-later
//
// The files of /proc/PID about the program that a process runs: its memory and its descriptors. Where the
// leader has ended and other threads live, the leader's own files are empty, and a living thread's are read.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/file.h"
#include "core/process/names/environment.h"
#include "core/process/stat.h"

namespace forklore {

/// A file about the memory of a process that has a program.
[[nodiscard]] Result<std::string> readProgramFile(const Directory &root, const Stat &stat, const char *name);

[[nodiscard]] Result<Environment> readEnvironment(const Directory &root, const Stat &stat);

/// VmSwap of /proc/PID/status, in bytes.
[[nodiscard]] Result<std::uint64_t> readSwap(const Directory &root, const Stat &stat);

/// @param bySize the size of /proc/PID/fd is the number of descriptors (Linux 6.2)
[[nodiscard]] Result<std::uint64_t> countDescriptors(const Directory &root, const Stat &stat, bool bySize);

/// Sets the sizes of the memory from a living thread.
void readMemoryOfThread(const Directory &root, Stat &stat);

} // namespace forklore
