// SPDX-License-Identifier: GPL-3.0-or-later
//
// CPU shares: what each process, or each thread of one, used between two samples.
#pragma once

#include "core/host/system_info.h"
#include "core/process/thread.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// Sets Process::cpuShare of those that are in both samples: the CPU time spent between the two readings of
/// the process, over the time between these two in which the machine was awake. A read that blocked in the
/// midst of a sample makes that time another one for each process.
void addCpuShares(Snapshot &snapshot, const Snapshot &previous, const SystemInfo &system);

/// The threads with their shares of CPU time since an earlier reading of the same process, over the time
/// between in which the machine was awake. A thread is the same where tid and start are.
[[nodiscard]] Threads withCpuShares(Threads threads, const Threads &before, const SystemInfo &system);

} // namespace forklore
