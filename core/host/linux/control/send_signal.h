// SPDX-License-Identifier: GPL-3.0-or-later
//
// A signal to several processes, one after the other, each by its identity.
#pragma once

#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/host/linux/control/halt.h"
#include "core/host/linux/control/target.h"
#include "core/operation/recipients.h"

namespace forklore {

/// What became of the signal at one process.
struct Delivery {
    ProcessRef process;
    Result<void> sent;
};

/// To those alone, the caller last where it is one of them. That one of them is refused does not spare the
/// others.
[[nodiscard]] std::vector<Delivery> sendSignal(int signal, std::vector<ProcessRef> to);

/// What became of a tree that was killed.
struct TreeKill {
    std::vector<Delivery> deliveries;   ///< children first
    std::vector<NotStopped> notStopped; ///< what they started meanwhile was perhaps not found
    std::vector<ProcessRef> frozen;
    std::optional<Error> sampleError; ///< why its growth could not be watched to the end
};

/// SIGKILL to a tree that may grow meanwhile: its processes are stopped, until no new one is found while all
/// of them stand still or Halt::timeLimit is over; only then they are killed. What may not be stopped may
/// still start others. Where no process can be listed at first, nothing is sent.
/// @param guard as for Halt
[[nodiscard]] Result<TreeKill> killTree(const ProcessId &root, const HaltMachine &machine,
                                        StopGuard *guard = nullptr);

} // namespace forklore
