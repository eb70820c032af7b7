// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sections that tell who a process is, as documents: diagnostics, identity, relatives, names.
#pragma once

#include <vector>

#include "core/codec/json.h"
#include "core/diagnostics/diagnostic.h"
#include "core/host/section_value.h"

namespace forklore {

[[nodiscard]] Json jsonDiagnostics(const std::vector<Diagnostic> &diagnostics);
[[nodiscard]] Json jsonIdentity(const IdentityReading &reading, const SystemInfo &system);
[[nodiscard]] Json jsonProcessRefs(const ProcessRefs &refs);
[[nodiscard]] Json jsonNames(const Names &names);

} // namespace forklore
