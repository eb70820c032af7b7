// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessNode: one process in the tree model, at an address of its own for as long as it is known.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "core/process/process.h"
#include "core/process/process_ref.h"
#include "ui/models/process_columns.h"

namespace forklore {

struct ProcessNode {
    enum class Phase { New, Alive, Ended };

    ProcessId id;
    const Process *process = nullptr; ///< in the sample, or `last`
    std::optional<Process> last;      ///< of a process that has ended: what was known of it
    std::optional<Process> summed;    ///< of a closed branch: the same with the sums of all below
    Phase phase = Phase::Alive;
    std::chrono::nanoseconds
        phaseUntil{};     ///< on the samples' clock: then a new one is no longer new, an ended one goes
    ProcessId endedBelow; ///< the parent of one that has ended
    std::optional<ProcessRef> bornOf; ///< of an orphan: whose child it was
    bool isBirthHeard = false; ///< else bornOf is the first parent that was seen, perhaps not the real one
    bool own = false;          ///< of this program's user
    std::string searchText;    ///< of process, where the filter searches for plain words; else empty
    bool matches = true;       ///< the filter; an ancestor of a match is shown though it does not

    /// What a column shows of it.
    [[nodiscard]] const Process &shown(const ProcessColumn &column) const
    {
        return column.sums && summed ? *summed : *process;
    }

    // Where it is, and where the next change of rows shall bring it.
    ProcessNode *parent = nullptr; ///< null: not shown
    std::vector<ProcessNode *> children;
    int row = 0;
    ProcessNode *wantedParent = nullptr;
    bool wanted = false;
    SortKey key;
};

} // namespace forklore
