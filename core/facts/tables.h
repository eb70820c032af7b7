// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tables that make up the registry, one a theme. A new fact is one more row in one of them.
#pragma once

#include <vector>

#include "core/facts/fact.h"

namespace forklore {

[[nodiscard]] std::vector<Fact> identityFacts();
[[nodiscard]] std::vector<Fact> rightsFacts();
[[nodiscard]] std::vector<Fact> activityFacts();
[[nodiscard]] std::vector<Fact> memoryFacts();
[[nodiscard]] std::vector<Fact> resourceFacts();
[[nodiscard]] std::vector<Fact> endFacts();

/// The process's own user may read it, and whoever may trace it: ptrace(2), access mode checking.
inline constexpr std::string_view traceRight = "its user, or CAP_SYS_PTRACE";

} // namespace forklore
