// SPDX-License-Identifier: GPL-3.0-or-later
//
// Delta: what differs between two snapshots.
#pragma once

#include <cstddef>
#include <vector>

#include "core/snapshot/snapshot.h"

namespace forklore {

struct Delta {
    std::vector<std::size_t> appeared;   ///< positions in the later snapshot
    std::vector<std::size_t> changed;    ///< likewise; a fact differs, not one read for the history alone
    std::vector<std::size_t> reparented; ///< those of changed whose parent is another one
    std::vector<ProcessId> ended;        ///< a pid that was reused is an end and an appearance

    bool operator==(const Delta &) const = default;
};

[[nodiscard]] Delta difference(const Snapshot &earlier, const Snapshot &later);

} // namespace forklore
