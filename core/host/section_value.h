// SPDX-License-Identifier: GPL-3.0-or-later
//
// SectionValue: what was read of a process for one Section.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/diagnostics/diagnostic.h"
#include "core/host/inspector.h"
#include "core/process/process_ref.h"

namespace forklore {

struct Overview {
    Result<Identity> identity;
    Result<Names> names;
    Result<CloserLook> look = CloserLook(); ///< for diagnostics

    bool operator==(const Overview &) const = default;
};

struct IdentityReading {
    Identity identity;
    Result<std::optional<Freeze>> freeze; ///< nothing inside: its control group is not frozen

    bool operator==(const IdentityReading &) const = default;
};

/// The page figures of the whole are those of the mappings together: the kernel walks but once.
struct MemoryUse {
    Result<MemoryCounts> counts;
    Result<Mappings> mappings;

    bool operator==(const MemoryUse &) const = default;
};

/// In whose name a process acts and where it lives, with the names of all ids in it.
struct CredentialsReading {
    Result<Rights> rights;
    Result<Location> location;
    std::map<Uid, std::string> users; ///< the number as text where an id has no name
    std::map<Gid, std::string> groups;

    bool operator==(const CredentialsReading &) const = default;
};

using SectionValue =
    std::variant<Overview, Result<std::vector<Diagnostic>>, Result<IdentityReading>, Result<ProcessRefs>,
                 Result<Names>, Result<std::vector<std::string>>, Result<Environment>, Result<Descriptors>,
                 Result<Peers>, Result<std::vector<LimitUsage>>, Result<SignalReading>, Result<Threads>,
                 Result<Memory>, Result<Rights>, Result<Location>, Result<IoCounters>, MemoryUse,
                 Result<Chain>, CredentialsReading>;

} // namespace forklore
