// SPDX-License-Identifier: GPL-3.0-or-later
//
// Remarks as the window shows them.
#pragma once

#include <QString>

#include "core/diagnostics/remarks.h"
#include "ui/models/sample.h"

namespace forklore {

/// @param look what an inspection of the process has read; by itself the sample knows less
[[nodiscard]] std::vector<Remark> remarksIn(const Sample &sample, const Process &process, const Past &past,
                                            const CloserLook &look = {});

/// The sentence as rich text; what names a process leads to "process:PID:START".
[[nodiscard]] QString remarkLinks(const Remark &remark);

/// "All that is left of it is … · wait(2)".
[[nodiscard]] QString explanationText(const Remark &remark);

/// "trouble", "worth knowing", "as usual".
[[nodiscard]] QString weightText(Weight weight);

} // namespace forklore
