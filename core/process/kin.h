// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kin: a relative of a process, enough to name it and to go to it.
#pragma once

#include <string>
#include <vector>

#include "core/process/process_id.h"

namespace forklore {

struct Kin {
    ProcessId id;
    std::string comm;

    bool operator==(const Kin &) const = default;
};

/// Ancestors: nearest first. Children: by pid.
using Kinship = std::vector<Kin>;

} // namespace forklore
