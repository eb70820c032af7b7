// SPDX-License-Identifier: GPL-3.0-or-later
//
// The subjects that remarks are made on; each adds what it has to say. All of them need the process's stat.
#pragma once

#include "core/diagnostics/circumstances.h"
#include "core/diagnostics/remark.h"

namespace forklore {

using Remarks = std::vector<Remark>;

void remarkOnStanding(const Circumstances &circumstances, Remarks &remarks); ///< what it is
void remarkOnDescent(const Circumstances &circumstances, Remarks &remarks);  ///< how it came to be here
void remarkOnState(const Circumstances &circumstances, Remarks &remarks);
void remarkOnProgram(const Circumstances &circumstances, Remarks &remarks); ///< what it runs, and as whom
void remarkOnLimits(const Circumstances &circumstances, Remarks &remarks);

// What several of them need.

[[nodiscard]] Kin kinOf(const Process &process);
/// The parent in the snapshot, or null.
[[nodiscard]] const Process *parentOf(const Circumstances &circumstances);
/// The leader of its session in the snapshot, itself perhaps, or null; null as well where the session is not
/// told.
[[nodiscard]] const Process *sessionLeaderOf(const Circumstances &circumstances);
/// A pid that no process of the snapshot has: it has ended, unless processes are hidden from us.
[[nodiscard]] bool hasEnded(Pid pid, const Snapshot &snapshot);
/// The process with the pid by its name, or "process 4711".
[[nodiscard]] Span processWith(Pid pid, const Snapshot &snapshot);
/// "12 s", "3 min", "4 h", "2 days".
[[nodiscard]] std::string lengthOf(std::chrono::nanoseconds time);

} // namespace forklore
