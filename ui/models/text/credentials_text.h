// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the Credentials pane says: ids, capabilities, restrictions, place, namespaces.
#pragma once

#include <vector>

#include "core/host/section_value.h"
#include "ui/models/text/facts.h"

namespace forklore {

/// Of a process whose rights could be read.
[[nodiscard]] std::vector<FactGroup> credentialsGroups(const CredentialsReading &reading);

/// "none", "all", "all but CAP_SYS_TIME", "CAP_KILL, CAP_SETUID"; many that are not nearly all: "12 of 41".
[[nodiscard]] QString capabilitiesText(const CapabilitySet &set, const CapabilitySet &offered);

} // namespace forklore
