// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a signal brings about beyond the processes that get it: said before it is sent.
#pragma once

#include <string>
#include <vector>

#include "core/operation/recipients.h"
#include "core/process/signal_effect.h"

namespace forklore {

enum class ConsequenceKind {
    Init,     ///< process 1 is among them
    Caller,   ///< Forklore itself
    AboveIt,  ///< an ancestor of Forklore's
    Desktop,  ///< the display server, or what keeps the person logged in
    Terminal, ///< the leader of a terminal's session
    Orphans,  ///< their children that get none
};

struct Consequence {
    ConsequenceKind kind;
    std::string sentence; ///< for a person

    bool operator==(const Consequence &) const = default;
};

/// The gravest first; none of a signal that by default does nothing.
/// @param caller the pid of this program
[[nodiscard]] std::vector<Consequence>
consequences(const Snapshot &snapshot, const std::vector<ProcessRef> &to, int signal, Pid caller);

/// What the signal would do to one of them: as predict() says; of a zombie also who must wait for it.
[[nodiscard]] SignalPrediction outlook(int signal, const SignalReading &reading, const Snapshot &snapshot,
                                       const ProcessId &id);

} // namespace forklore
