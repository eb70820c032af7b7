// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace forklore {

/// The processes of a session as the scheduler groups them, sched(7): the nice value of each counts among
/// them only, and against all others that of the group.
struct Autogroup {
    std::uint64_t number = 0;
    int nice = 0; ///< of the group, -20 to 19

    bool operator==(const Autogroup &) const = default;
};

} // namespace forklore
