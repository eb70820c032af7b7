// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rates: what each process, or each thread of one, used between two samples.
#pragma once

#include <chrono>
#include <optional>

#include "core/host/system_info.h"
#include "core/process/process.h"
#include "core/process/thread.h"

namespace forklore {

/// Process::cpuShare: the CPU time spent between two readings of a process, over the time between them in
/// which the machine was awake. A read that blocked in the midst of a sample makes that time another one for
/// each process. Nothing: the kernel did not tell, or no time has passed.
[[nodiscard]] std::optional<double> cpuShare(const Process &before, const Process &now,
                                             std::chrono::nanoseconds elapsed, const SystemInfo &system);

/// Process::ioRates. Nothing: the counters were not read both times, or no time has passed.
/// @param elapsed as of cpuShare()
[[nodiscard]] std::optional<IoRates> ioRates(const Process &before, const Process &now,
                                             std::chrono::nanoseconds elapsed);

/// The threads with their shares of CPU time since an earlier reading of the same process, over the time
/// between in which the machine was awake. A thread is the same where tid and start are.
[[nodiscard]] Threads withCpuShares(Threads threads, const Threads &before, const SystemInfo &system);

} // namespace forklore
