// SPDX-License-Identifier: GPL-3.0-or-later
//
// /proc/PID/status, proc_pid_status(5): what stat has no room for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/credentials.h"
#include "core/process/resources/memory.h"
#include "core/process/rights.h"
#include "core/process/signals.h"
#include "core/process/state.h"

namespace forklore {

/// The Cap… lines; those that the kernel does not print stay empty.
struct CapabilityLines {
    std::optional<CapabilitySet> effective;
    std::optional<CapabilitySet> permitted;
    std::optional<CapabilitySet> inheritable;
    std::optional<CapabilitySet> bounding;
    std::optional<CapabilitySet> ambient; ///< since Linux 4.3

    bool operator==(const CapabilityLines &) const = default;
};

/// What has no value was not told: its line is missing or odd.
struct PidStatus {
    std::optional<FourIds<Uid>> uid;
    std::optional<FourIds<Gid>> gid;
    std::optional<std::vector<Pid>> namespacePids; ///< outermost of the reader's first; since Linux 4.1
    std::optional<std::uint64_t> queuedSignals;    ///< of all processes of the real user
    Signals dispositions{{}, {}, {}, {}, {}};
    // In bytes. Kernel threads and zombies have no memory and no such lines.
    std::optional<std::uint64_t> lockedBytes;
    std::optional<std::uint64_t> dataBytes;
    std::optional<std::uint64_t> stackBytes;
    MemoryCounts memory;
    std::optional<State> state;
    std::optional<Pid> tracer; ///< 0: none
    std::optional<std::vector<Gid>> groups;
    CapabilityLines capabilities;
    std::optional<bool> noNewPrivileges; ///< since Linux 4.10
    std::optional<unsigned> seccomp;     ///< the kernel's number for the mode; since Linux 3.8

    /// Who it is: an error where the users are not told.
    [[nodiscard]] Result<Credentials> credentials() const;

    bool operator==(const PidStatus &) const = default;
};

/// Why a value is missing. @param key of its line @param since which kernel has it; empty: all have it
[[nodiscard]] Error missingStatusLine(std::string_view key, std::string_view since = {});

/// The value of a line, or why there is none.
template <class T>
[[nodiscard]] Result<T> statusValue(const std::optional<T> &value, std::string_view key,
                                    std::string_view since = {})
{
    return value ? Result<T>(*value) : Failure(missingStatusLine(key, since));
}

/// Lines that are not known are passed over; one that is missing or odd loses its value alone. A text without
/// any known line is malformed.
[[nodiscard]] Result<PidStatus> parsePidStatus(std::string_view text);

[[nodiscard]] Result<PidStatus> readPidStatus(const Directory &directory, const char *name = "status");

} // namespace forklore
