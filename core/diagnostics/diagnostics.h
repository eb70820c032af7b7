// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is to be said of a process in plain words: what it is, and what is unusual about it.
#pragma once

#include <string>
#include <vector>

#include "core/diagnostics/diagnostic.h"
#include "core/diagnostics/diagnostic_context.h"

namespace forklore {

/// The weightiest first; among equals, what it is comes before what is said of it. Never empty for a process
/// whose stat is known. Of one that has ended nothing is said but that: the rest is past.
[[nodiscard]] std::vector<Diagnostic> diagnosticsOn(const DiagnosticContext &context);

/// The gist in a few words, for a heading: "a worker that rewrote its title". Empty when there is none.
[[nodiscard]] std::string headline(const std::vector<Diagnostic> &diagnostics);

} // namespace forklore
