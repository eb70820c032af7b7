// SPDX-License-Identifier: GPL-3.0-or-later
//
// LeftStopped: processes that still stand still because a Forklore stopped them that has ended.
#pragma once

#include <string>
#include <vector>

#include "core/process/process_ref.h"

namespace forklore {

struct LeftStopped {
    std::string journal; ///< the file that says so
    std::vector<ProcessRef> processes;
};

} // namespace forklore
