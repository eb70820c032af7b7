// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process takes up, as the JSON of show: threads, memory, I/O.
#pragma once

#include "app/cli/output/json.h"
#include "core/process/resources/io_counters.h"
#include "core/process/resources/memory.h"
#include "core/process/thread.h"

namespace forklore::cli {

[[nodiscard]] Json jsonThreads(const Threads &threads, const SystemInfo &system);
[[nodiscard]] Json jsonMemory(const Memory &memory);
[[nodiscard]] Json jsonIo(const IoCounters &io);

} // namespace forklore::cli
