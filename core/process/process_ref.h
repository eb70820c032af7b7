// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessRef: a relative of a process, enough to name it and to go to it.
#pragma once

#include <string>
#include <vector>

#include "core/process/process_id.h"

namespace forklore {

struct ProcessRef {
    ProcessId id;
    std::string comm;

    bool operator==(const ProcessRef &) const = default;
};

/// Ancestors: nearest first. Children: by pid.
using ProcessRefs = std::vector<ProcessRef>;

} // namespace forklore
