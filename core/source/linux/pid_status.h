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
#include "core/process/memory.h"
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

struct PidStatus {
    Credentials credentials;
    std::vector<Pid> namespacePids;             ///< outermost of the reader's first; empty before Linux 4.1
    std::optional<std::uint64_t> queuedSignals; ///< of all processes of the real user
    Signals dispositions;
    // In bytes. Kernel threads and zombies have no memory and no such lines.
    std::optional<std::uint64_t> lockedBytes;
    std::optional<std::uint64_t> dataBytes;
    std::optional<std::uint64_t> stackBytes;
    MemoryCounts memory;
    std::optional<State> state;
    std::optional<Pid> tracer; ///< nothing: none
    std::vector<Gid> groups;
    CapabilityLines capabilities;
    std::optional<bool> noNewPrivileges; ///< since Linux 4.10
    std::optional<unsigned> seccomp;     ///< the kernel's number for the mode; since Linux 3.8

    bool operator==(const PidStatus &) const = default;
};

/// Lines that are not known are passed over; Uid and Gid must be there.
[[nodiscard]] Result<PidStatus> parsePidStatus(std::string_view text);

[[nodiscard]] Result<PidStatus> readPidStatus(const Directory &directory, const char *name = "status");

} // namespace forklore
