// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignalOrder: a signal that is to be sent to several processes, and what became of it.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "core/operation/halt.h"
#include "core/process/exit_status.h"
#include "core/process/signal_effect.h"

namespace forklore {

struct SignalOrder {
    int signal = 0;
    std::vector<ProcessRef> to; ///< in this order
    bool haltFirst = false;     ///< they are stopped before; when they have started others, those are told of
    bool newcomersToo = false;  ///< and get the signal as well, unseen
    /// For how long they are watched afterwards; nothing: they are not, and none is held.
    std::optional<std::chrono::milliseconds> patience = std::chrono::seconds(2);

    /// Whether it is over for one that stands still; else for one that has ended.
    [[nodiscard]] bool isToStop() const { return defaultAction(signal) == DefaultAction::Stop; }
};

/// What became of the signal at one process.
struct Delivery {
    ProcessRef process;
    Result<void> sent;
};

/// What became of one of them.
struct SignalOutcome {
    Delivery delivery;
    std::optional<Result<ExitStatus>> ended = {}; ///< nothing: it is still there
    std::optional<State> state = {};              ///< then; nothing: not known
    bool reaped = false;          ///< it has ended, and nothing is left of it: its parent has waited for it
    std::optional<Uid> user = {}; ///< the effective one, where it was included unseen
    std::optional<NotStopped> notStopped = {}; ///< before it was killed: it may have started others
};

} // namespace forklore
