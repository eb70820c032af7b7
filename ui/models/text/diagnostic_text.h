// SPDX-License-Identifier: GPL-3.0-or-later
//
// Diagnostics as the window shows them.
#pragma once

#include <QString>

#include "core/diagnostics/diagnostics.h"
#include "ui/models/sample.h"

namespace forklore {

/// @param look what an inspection of the process has read; by itself the sample knows less
[[nodiscard]] std::vector<Diagnostic> diagnosticsIn(const Sample &sample, const Process &process,
                                                    const Past &past, const CloserLook &look = {});

/// The sentence as rich text; what names a process leads to "process:PID:START".
[[nodiscard]] QString diagnosticLinks(const Diagnostic &diagnostic);

/// "All that is left of it is … · wait(2)".
[[nodiscard]] QString explanationText(const Diagnostic &diagnostic);

/// "trouble", "worth knowing", "as usual".
[[nodiscard]] QString weightText(Weight weight);

} // namespace forklore
