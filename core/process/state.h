// SPDX-License-Identifier: GPL-3.0-or-later
//
// State: what the scheduler says a process does, proc_pid_stat(5) field 3.
#pragma once

#include <string_view>

namespace forklore {

/// The kernel's own letter. Letters of future kernels are kept as they are.
enum class State : char {
    Running = 'R',
    Sleeping = 'S',
    DiskSleep = 'D',
    Stopped = 'T',
    Traced = 't',
    Zombie = 'Z',
    Dead = 'X',
    Idle = 'I',
    Parked = 'P',
};

/// "sleeping", "uninterruptible", …; "unknown" for a letter Forklore has not heard of.
[[nodiscard]] std::string_view text(State state);

} // namespace forklore
