// SPDX-License-Identifier: GPL-3.0-or-later
//
// Limit: how much of a resource a process may use, getrlimit(2).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace forklore {

/// In the order of /proc/PID/limits.
enum class Resource {
    CpuTime,
    FileSize,
    Data,
    Stack,
    CoreSize,
    ResidentSet,
    Processes,
    OpenFiles,
    LockedMemory,
    AddressSpace,
    FileLocks,
    PendingSignals,
    MessageQueues,
    Nice,
    RealtimePriority,
    RealtimeTimeout,
};
inline constexpr std::size_t resourceCount = 16;

enum class LimitUnit { None, Bytes, Seconds, Microseconds, Processes, Files, Locks, Signals };
/// The kernel's word, as in /proc/PID/limits; empty: none.
[[nodiscard]] std::string_view name(LimitUnit unit);

struct ResourceTraits {
    Resource resource;
    std::string_view name;      ///< as in getrlimit(2) without RLIMIT_
    std::string_view procLabel; ///< as /proc/PID/limits prints it
    LimitUnit unit = LimitUnit::None;
    std::string_view label;   ///< for people
    std::string_view meaning; ///< one sentence: what happens at the limit
};

[[nodiscard]] const std::array<ResourceTraits, resourceCount> &resources();
[[nodiscard]] const ResourceTraits &traits(Resource resource);

/// The resource of a name such as "NOFILE", "nofile" or "RLIMIT_NOFILE".
[[nodiscard]] std::optional<Resource> resourceNamed(std::string_view name);

struct Limit {
    Resource resource;
    std::optional<std::uint64_t> soft; ///< nothing: unlimited
    std::optional<std::uint64_t> hard;

    bool operator==(const Limit &) const = default;
};

/// All sixteen, in the order of resources(); each may be missing alone.
using Limits = std::vector<Result<Limit>>;

/// How much of a limit is used up, in the limit's unit. Nothing: the kernel does not tell for this resource.
using Usage = std::optional<Result<std::uint64_t>>;

struct LimitUsage {
    Resource resource;
    Result<Limit> limit;
    Usage usage;

    bool operator==(const LimitUsage &) const = default;
};

} // namespace forklore
