// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the kernel favours a process: nice(1), sched(7), ioprio_set(2), sched_setaffinity(2). For the kernel
// these are each thread's own; here a process is all of its threads.
#pragma once

#include "core/host/linux/control/target.h"
#include "core/operation/priority.h"

namespace forklore {

/// Gone, or Denied.
[[nodiscard]] Result<PriorityReading> readPriority(const Target &target);

/// For all threads, those that are started meanwhile too. @return as the kernel has it afterwards. Denied:
/// the process is another user's, or is to be favoured without the right to. Unsupported: none of the
/// processors can be used. Of several changes those before the one that is refused are made.
///
/// These system calls know thread ids alone: each is compared afterwards. Io: one of them had become another
/// process's thread, which may have been changed.
[[nodiscard]] Result<PriorityReading> setPriority(const Target &target, const PriorityChange &change);

} // namespace forklore
