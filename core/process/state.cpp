// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/state.h"

namespace forklore {

std::string_view text(State state)
{
    switch (state) {
    case State::Running:
        return "running";
    case State::Sleeping:
        return "sleeping";
    case State::DiskSleep:
        return "uninterruptible";
    case State::Stopped:
        return "stopped";
    case State::Traced:
        return "traced";
    case State::Zombie:
        return "zombie";
    case State::Dead:
        return "dead";
    case State::Idle:
        return "idle";
    case State::Parked:
        return "parked";
    }
    return "unknown";
}

} // namespace forklore
