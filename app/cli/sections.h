// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sections of show: each turns one section of a process into JSON, from which the text is made as well.
#pragma once

#include <string>
#include <vector>

#include "app/cli/output/json.h"
#include "app/cli/sampling.h"

namespace forklore::cli {

struct Section {
    std::string name;
    std::string formerName = {}; ///< which scripts may know: understood, and then the name of the answer
    bool needsSample = false;    ///< of all processes
    Json (*read)(const Survey &survey, const ProcessId &id);
};

[[nodiscard]] const std::vector<Section> &sections();

} // namespace forklore::cli
