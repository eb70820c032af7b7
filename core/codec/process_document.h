// SPDX-License-Identifier: GPL-3.0-or-later
//
// A process as a document, and the values that several documents have.
#pragma once

#include <optional>

#include "core/codec/json.h"
#include "core/host/id_names.h"
#include "core/host/system_info.h"
#include "core/process/exit_status.h"
#include "core/process/freeze.h"
#include "core/process/process.h"

namespace forklore {

/// {"pid", "ppid", …}: one process as list and tree have it.
/// @param tty the terminal's name, or null
[[nodiscard]] Json jsonProcess(const Process &process, const Json &tty, const SystemInfo &system,
                               const IdNames &users);

/// CPU time, user and system.
[[nodiscard]] Json jsonCpuSeconds(const Stat &stat, const SystemInfo &system);
[[nodiscard]] Json jsonKernelThread(const Stat &stat);

[[nodiscard]] Json jsonExit(const ExitStatus &status);
/// {"version": 1 or 2, "group", "by_ancestor"}; null: its control group is not frozen.
[[nodiscard]] Json jsonFreeze(const std::optional<Freeze> &freeze);

/// When a process started, on the wall's clock.
[[nodiscard]] Result<WallTime> startedAt(const Stat &stat, const SystemInfo &system);

} // namespace forklore
