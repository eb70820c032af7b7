// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many descriptors this program may have open, getrlimit(2), and how many of them may hold processes.
//
// The kernel gives a new descriptor the lowest free number. So one rule keeps a reserve for all that must
// never fail (the display's connection, the files under /proc, Qt): what holds a process gives up a
// descriptor whose number is in the reserve. It needs no count, and descriptors that others have opened, or
// that were inherited, are in it.
#pragma once

#include <cstddef>
#include <cstdint>

#include <sys/types.h>

#include "core/base/file.h"

namespace forklore {

/// Raises the soft limit of open files to the hard limit, which needs no right. At the start of a program,
/// before it has threads. Children get the soft limit that was there before: restoreDescriptorLimit().
void raiseDescriptorLimit();

/// In a child between fork(2) and exec: the soft limit that this program was started with. Programs that
/// use select(2) rely on a low one. Async-signal-safe.
void restoreDescriptorLimit();
/// The same for a child that was started, and does nothing yet.
void restoreDescriptorLimitOf(pid_t child);

/// The soft limit of open files at this moment: it may be changed from outside.
[[nodiscard]] std::uint64_t descriptorLimit();

/// How many descriptors of the limit may hold processes; the rest is the reserve.
[[nodiscard]] std::uint64_t descriptorsForHolders(std::uint64_t limit);

/// Whether a descriptor that holds a process may be kept: its number is not in the reserve.
[[nodiscard]] bool mayHold(const FileDescriptor &descriptor);

/// How many descriptors can still be opened, found out by opening them.
/// @param atMost no more are tried
[[nodiscard]] std::size_t freeDescriptors(std::size_t atMost);

} // namespace forklore
