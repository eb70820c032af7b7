// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rights: in whose name and with which powers a process acts: credentials(7), capabilities(7), seccomp(2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/process/credentials.h"

namespace forklore {

/// A set of capabilities as the kernel prints it: bit n stands for capability n.
struct CapabilitySet {
    std::uint64_t bits = 0;

    [[nodiscard]] bool contains(int capability) const
    {
        return capability >= 0 && capability < 64 && (bits >> capability & 1u) != 0;
    }
    [[nodiscard]] std::vector<int> members() const;

    bool operator==(const CapabilitySet &) const = default;
};

struct Capabilities {
    Result<CapabilitySet> effective = {};   ///< those that count
    Result<CapabilitySet> permitted = {};   ///< those that it may make effective
    Result<CapabilitySet> inheritable = {}; ///< those that may survive an exec
    Result<CapabilitySet> bounding = {};    ///< those that it may ever get
    Result<CapabilitySet> ambient = {}; ///< those that survive an exec of a plain program; since Linux 4.3

    bool operator==(const Capabilities &) const = default;
};

/// Those up to CAP_CHECKPOINT_RESTORE, which Forklore knows by name.
[[nodiscard]] CapabilitySet knownCapabilities();
/// All of them up to the last one: what /proc/sys/kernel/cap_last_cap makes of "all".
[[nodiscard]] CapabilitySet capabilitiesUpTo(int last);

/// "CAP_SYS_PTRACE"; "capability 63" for one that Forklore has not heard of.
[[nodiscard]] std::string capabilityName(int capability);
/// One sentence: what it allows. Empty for one that Forklore has not heard of.
[[nodiscard]] std::string_view capabilityMeaning(int capability);

enum class Seccomp { Disabled, Strict, Filter };
/// "disabled", "strict", "filter": the words of the JSON contract.
[[nodiscard]] std::string_view name(Seccomp mode);

struct Rights {
    Result<FourIds<Uid>> uid;
    Result<FourIds<Gid>> gid;
    Result<std::vector<Gid>> groups; ///< supplementary
    Result<Capabilities> capabilities;
    CapabilitySet offered;        ///< all that this kernel has
    Result<bool> noNewPrivileges; ///< since Linux 4.10
    Result<Seccomp> seccomp;      ///< since Linux 3.8, where the kernel was built with it

    bool operator==(const Rights &) const = default;
};

} // namespace forklore
