// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process uses and what it was given, as documents: threads, memory, I/O, limits, environment.
#pragma once

#include "core/codec/json.h"
#include "core/host/system_info.h"
#include "core/process/names/environment.h"
#include "core/process/resources/io_counters.h"
#include "core/process/resources/limit.h"
#include "core/process/resources/memory.h"
#include "core/process/thread.h"

namespace forklore {

[[nodiscard]] Json jsonThreads(const Threads &threads, const SystemInfo &system);
[[nodiscard]] Json jsonMemory(const Memory &memory);
[[nodiscard]] Json jsonIo(const IoCounters &io);
/// By address, all in bytes.
[[nodiscard]] Json jsonMappings(const Mappings &mappings);

/// A limit's value, "unlimited" or a number.
[[nodiscard]] Json jsonLimitValue(const std::optional<std::uint64_t> &value);
/// {"resource", "soft", "hard", "unit", "usage"}.
[[nodiscard]] Json jsonLimit(const LimitUsage &limit);
[[nodiscard]] Json jsonLimits(const std::vector<LimitUsage> &limits);

[[nodiscard]] Json jsonEnvironment(const Environment &environment);

} // namespace forklore
