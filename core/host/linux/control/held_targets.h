// SPDX-License-Identifier: GPL-3.0-or-later
//
// HeldTargets: processes that are to get the same operation, each held by its identity, as far as the
// descriptors for that reach. One that is not held is opened anew, by its identity, for each use.
#pragma once

#include <chrono>
#include <optional>
#include <unordered_map>

#include "core/host/linux/control/target.h"

namespace forklore {

class HeldTargets {
public:
    /// Nothing where it is held already. Io: no descriptor is left for it, which a release() changes; else as
    /// Target::open().
    [[nodiscard]] Result<void> hold(const ProcessId &id);
    /// Null: it is not held.
    [[nodiscard]] const Target *find(const ProcessId &id) const;
    void release(const ProcessId &id) { m_targets.erase(id); }

    /// As Target::send().
    [[nodiscard]] Result<void> send(const ProcessId &id, int signal) const;
    /// As Target::awaitEnd(). How one ended that was not held, and has been reaped, is not known.
    [[nodiscard]] std::optional<Result<ExitStatus>> awaitEnd(const ProcessId &id,
                                                             std::chrono::milliseconds atMost) const;

private:
    std::unordered_map<ProcessId, Target> m_targets;
};

} // namespace forklore
