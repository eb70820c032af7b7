// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inspection: one section of one process, as it comes from the inspector's thread.
#pragma once

#include <chrono>
#include <memory>

#include <QMetaType>

#include "core/host/section_value.h"
#include "core/host/viewer.h"
#include "core/process/section.h"

namespace forklore {

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
