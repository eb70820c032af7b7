// SPDX-License-Identifier: GPL-3.0-or-later
//
// The section "diagnostics" of show: what a process is and what is unusual about it, in plain words.
#pragma once

#include "app/cli/output/json.h"
#include "app/cli/sampling.h"

namespace forklore::cli {

[[nodiscard]] Json jsonDiagnostics(const Survey &survey, const ProcessId &id);

} // namespace forklore::cli
