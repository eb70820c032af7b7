// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process does, in a word or two.
#pragma once

#include <QString>

#include "core/process/freeze.h"
#include "core/process/process.h"

namespace forklore {

/// "sleeping", "zombie · 3", "leader ended", "exited 3".
[[nodiscard]] QString stateText(const Process &process);
/// The same of one that was looked at closer: "frozen" where its control group is, which its state hides.
[[nodiscard]] QString stateText(const Process &process, const std::optional<Freeze> &freeze);
/// How one ended that is a zombie or no more: "exited 3 after 12 ms", "killed by SIGSEGV, core dumped". Empty
/// for one that lives.
[[nodiscard]] QString endText(const Process &process);
/// The same in a word or two: "exited 3", "SIGSEGV".
[[nodiscard]] QString endWord(const ExitStatus &status);

} // namespace forklore
