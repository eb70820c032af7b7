// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inspection: one section of one process, as it comes from the inspector's thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <QMetaType>

#include "core/host/inspector.h"
#include "ui/models/sections/credentials_reading.h"

namespace forklore {

enum class Section {
    Overview,
    Files,
    Limits,
    Environment,
    Arguments,
    Signals,
    Threads,
    Memory,
    Credentials,
    Io,
    Peers,
    Chain,
};

struct Overview {
    Result<Identity> identity;
    Result<Names> names;
    Result<CloserLook> look = CloserLook(); ///< for diagnostics

    bool operator==(const Overview &) const = default;
};

/// The page figures of the whole are those of the mappings together: the kernel walks but once.
struct MemoryUse {
    Result<MemoryCounts> counts;
    Result<Mappings> mappings;

    bool operator==(const MemoryUse &) const = default;
};

using SectionValue =
    std::variant<Overview, Result<Descriptors>, Result<std::vector<LimitUsage>>, Result<Environment>,
                 Result<std::vector<std::string>>, Result<SignalReading>, Result<Threads>, MemoryUse,
                 CredentialsReading, Result<IoCounters>, Result<Peers>, Result<Chain>>;

struct InspectionRequest {
    ProcessId id;
    Section section = Section::Overview;
    std::shared_ptr<const Snapshot> processes; ///< for what is counted over all processes
    bool isAwaited = false; ///< nothing of it is shown yet: it is read even while its section rests
};

struct Inspection {
    ProcessId id;
    Section section = Section::Overview;
    SectionValue value;
    std::chrono::steady_clock::time_point readAt = {}; ///< when the reading was done
    std::chrono::nanoseconds took = {};                ///< what it cost
    Viewer viewer = {};                                ///< with whose eyes it was read
};

} // namespace forklore

Q_DECLARE_METATYPE(forklore::InspectionRequest)
Q_DECLARE_METATYPE(forklore::Inspection)
