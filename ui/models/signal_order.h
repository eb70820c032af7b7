// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignalOrder: a signal that is to be sent, from the user's click to what became of it.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include <QMetaType>

#include "core/host/linux/control/send_signal.h"
#include "core/process/signal_effect.h"

namespace forklore {

/// One that may get a signal.
struct SignalPreview {
    ProcessRef process;
    Result<void> held =
        {}; ///< an error: it has ended since it was chosen, or cannot be told from another one
    Result<void> permitted = {};   ///< what the kernel says to a signal from this program
    Result<SignalReading> reading; ///< what it does about signals
    std::optional<Uid> user = {};  ///< the effective one, where the sample does not know the process
    bool waits = false; ///< no descriptor is left to hold it: its turn comes when others have ended
};

struct SignalOrder {
    int signal = 0;
    std::vector<ProcessRef> to; ///< in this order
    bool haltFirst = false;     ///< they are stopped before; when they have started others, those are told of
    bool newcomersToo = false;  ///< and get the signal as well, unseen
    std::chrono::milliseconds patience = std::chrono::seconds(2); ///< for how long they are watched

    /// Whether it is over for one that stands still; else for one that has ended.
    [[nodiscard]] bool isToStop() const { return defaultAction(signal) == DefaultAction::Stop; }
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

Q_DECLARE_METATYPE(forklore::SignalOrder)
