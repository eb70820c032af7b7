// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a process ended, and what it is called, as values of a fact: of processes and of events alike.
#pragma once

#include <string>

#include "core/facts/fact_value.h"
#include "core/process/exit_status.h"

namespace forklore::value {

/// As the shell has it in $?: of one that was killed by a signal 128 and the signal's number.
[[nodiscard]] FactValue codeOf(const ExitStatus &status);
/// "SIGSEGV", "SEGV" or "11"; none for one that has exited.
[[nodiscard]] FactValue signalOf(const ExitStatus &status);
/// @param isWhole else the kernel may have cut it
[[nodiscard]] FactValue commOf(const std::string &comm, bool isWhole = false);

} // namespace forklore::value
