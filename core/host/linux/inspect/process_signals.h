// SPDX-License-Identifier: GPL-3.0-or-later
//
// What decides the effect of signals, gathered from a process and its threads.
#pragma once

#include "core/host/linux/sampling/process_files.h"
#include "core/process/signal_effect.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// A signal to the process goes to any thread that does not block it, so each is read, up to maxThreadsRead.
/// @param processes where the other members of its process group are looked up
[[nodiscard]] Result<SignalReading> readSignals(const ProcessFiles &files, const Snapshot &processes);

} // namespace forklore
