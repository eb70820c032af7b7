// SPDX-License-Identifier: GPL-3.0-or-later
//
// The name that a process is shown by. The kernel keeps 15 bytes of it (comm), and a program may write
// another text there; where the arguments tell the whole name for certain, that is shown, and comm stays what
// it is.
#pragma once

#include <string_view>

#include "core/process/process.h"

namespace forklore {

/// The name for lists: the whole of a comm that was cut, as the program's or the script's file in the
/// arguments has it; the program, where comm is but the name of its main thread ("MainThread"); else comm.
/// "?" where stat could not be read. The bytes are the process's own.
[[nodiscard]] std::string_view displayName(const Process &process);

} // namespace forklore
