// SPDX-License-Identifier: GPL-3.0-or-later
//
// Forest: who is whose child in a snapshot. Positions are those in Snapshot::processes.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "core/process/process_ref.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

class Forest {
public:
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

    /// A process whose parent is not in the snapshot is a root; so is one of each cycle of parents, which a
    /// listing that takes time could contain. Every process is reached from exactly one root.
    explicit Forest(const Snapshot &snapshot);

    [[nodiscard]] std::size_t parentOf(std::size_t position) const { return m_parent[position]; }
    [[nodiscard]] const std::vector<std::size_t> &childrenOf(std::size_t position) const
    {
        return m_children[position];
    }
    [[nodiscard]] const std::vector<std::size_t> &roots() const { return m_roots; }

    struct Place {
        std::size_t position;
        std::size_t depth;
    };
    /// Parents before children, siblings by pid.
    [[nodiscard]] std::vector<Place> walk() const;
    [[nodiscard]] std::vector<Place> walkFrom(std::size_t position, std::size_t depth = 0) const;

private:
    void breakCycles();

    std::vector<std::size_t> m_parent;
    std::vector<std::vector<std::size_t>> m_children;
    std::vector<std::size_t> m_roots;
};

/// The line from the parent up to the root: nearest first.
[[nodiscard]] ProcessRefs ancestors(const Snapshot &snapshot, const ProcessId &id);
[[nodiscard]] ProcessRefs children(const Snapshot &snapshot, const ProcessId &id);

} // namespace forklore
