// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inspection: one section of one process, as it comes from the inspector's thread.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <QMetaType>

#include "core/source/linux/inspector.h"
#include "ui/models/credentials_reading.h"

namespace forklore {

enum class Section { Overview, Files, Limits, Environment, Arguments, Signals, Credentials };

struct Overview {
    Result<Identity> identity;
    Result<Names> names;

    bool operator==(const Overview &) const = default;
};

using SectionValue =
    std::variant<Overview, Result<Descriptors>, Result<std::vector<LimitUsage>>, Result<Environment>,
                 Result<std::vector<std::string>>, Result<SignalReading>, CredentialsReading>;

struct InspectionRequest {
    ProcessId id;
    Section section = Section::Overview;
    std::shared_ptr<const Snapshot> processes; ///< for what is counted over all processes
};

struct Inspection {
    ProcessId id;
    Section section = Section::Overview;
    SectionValue value;
};

} // namespace forklore

Q_DECLARE_METATYPE(forklore::InspectionRequest)
Q_DECLARE_METATYPE(forklore::Inspection)
