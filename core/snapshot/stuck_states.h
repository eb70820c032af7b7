// SPDX-License-Identifier: GPL-3.0-or-later
//
// StuckStates: what earlier samples tell of the processes of the latest one, where the kernel keeps no
// record: since when one is in a state that it should not be in for long.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <unordered_map>

#include "core/snapshot/delta.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// A state in which a process does nothing, as the samples saw it. Times are since boot.
struct StuckState {
    State state = State::Zombie;
    std::chrono::nanoseconds firstSeen{}; ///< and in every sample since, without CPU time in between
    std::optional<std::chrono::nanoseconds>
        lastOther; ///< the last sample before; nothing: there was none of it

    bool operator==(const StuckState &) const = default;
};

class StuckStates {
public:
    /// @param delta from the snapshot taken before to this one
    void apply(std::shared_ptr<const Snapshot> snapshot, const Delta &delta);

    /// Nothing: it is in no such state.
    [[nodiscard]] std::optional<StuckState> of(const ProcessId &id) const;

private:
    void notice(const Process &process, const Snapshot *before);

    std::shared_ptr<const Snapshot> m_latest;
    std::unordered_map<ProcessId, StuckState> m_stuckStates;
};

} // namespace forklore
