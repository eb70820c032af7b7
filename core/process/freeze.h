// SPDX-License-Identifier: GPL-3.0-or-later
//
// Freeze: a process that its control group keeps from running, cgroups(7). Its state does not show it.
#pragma once

#include <string>

namespace forklore {

struct Freeze {
    enum class Version {
        V1, ///< freezer.state: not even SIGKILL acts before it is thawed
        V2, ///< cgroup.freeze: SIGKILL acts
    };
    Version version = Version::V2;
    std::string group;       ///< the one that was frozen, as a path in its hierarchy; empty: not known
    bool byAncestor = false; ///< that is not the process's own group but one above it

    bool operator==(const Freeze &) const = default;
};

} // namespace forklore
