// SPDX-License-Identifier: GPL-3.0-or-later
//
// The subjects that diagnostics are made on; each adds what it has to say. All of them need the process's
// stat.
#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/diagnostics/diagnostic_context.h"

namespace forklore {

using Diagnostics = std::vector<Diagnostic>;

void diagnoseStanding(const DiagnosticContext &context, Diagnostics &diagnostics); ///< what it is
void diagnoseDescent(const DiagnosticContext &context, Diagnostics &diagnostics);  ///< how it came to be here
void diagnoseState(const DiagnosticContext &context, Diagnostics &diagnostics);
void diagnoseProgram(const DiagnosticContext &context,
                     Diagnostics &diagnostics); ///< what it runs, and as whom
void diagnoseLimits(const DiagnosticContext &context, Diagnostics &diagnostics);

// What several of them need.

[[nodiscard]] ProcessRef refOf(const Process &process);
/// The parent in the snapshot, or null.
[[nodiscard]] const Process *parentOf(const DiagnosticContext &context);
/// The leader of its session in the snapshot, itself perhaps, or null; null as well where the session is not
/// told.
[[nodiscard]] const Process *sessionLeaderOf(const DiagnosticContext &context);
/// A pid that no process of the snapshot has: it has ended, unless processes are hidden from us.
[[nodiscard]] bool hasEnded(Pid pid, const Snapshot &snapshot);
/// The process with the pid by its name, or "process 4711".
[[nodiscard]] Span processWith(Pid pid, const Snapshot &snapshot);
/// "12 s", "3 min", "4 h", "2 days".
[[nodiscard]] std::string lengthOf(std::chrono::nanoseconds time);

} // namespace forklore
