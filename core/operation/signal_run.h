// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignalRun: carries out the order of a signal, step by step: stops the processes where that is wanted, looks
// for those that they have started, sends the signal, and watches what becomes of them. One step returns when
// there is something to show; those that were stopped and got no signal go on at the end.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <stop_token>
#include <variant>
#include <vector>

#include "core/operation/halt.h"
#include "core/operation/signal_order.h"
#include "core/operation/targets.h"

namespace forklore {

/// They were stopped, as far as they could be.
struct Halted {
    HaltOutcome outcome;
    Result<void> protection; ///< an error: why nothing continues them if this program is killed
};

/// Nothing was sent but SIGSTOP: these were started before all stood still. The run has ended; another order
/// may follow. Without one all go on.
struct Grown {
    std::vector<ProcessRef> newcomers;
    bool areStopped; ///< false: all go on meanwhile, as the user could not answer else
};

/// Nothing was sent, and all go on.
struct Cancelled {};

/// It is being sent. More than one such step: as many as can be held have got it, and are waited for.
struct Sending {
    std::size_t count; ///< of those that got it already
    std::size_t total;
};

/// It was sent: what becomes of it is waited for.
struct Delivered {};

/// Where they could not be listed before they were to be stopped, nothing was sent: each delivery says so.
struct Done {
    std::vector<SignalOutcome> outcomes; ///< in the order in which it was sent
};

using SignalStep = std::variant<Halted, Grown, Cancelled, Sending, Delivered, Done>;

class SignalRun {
public:
    /// @param cancel what is under way ends soon when it asks for it: what was not sent is not, what was sent
    /// is told of
    explicit SignalRun(Targets &targets, std::stop_token cancel = {});

    /// The next order, after the one before has ended. Whoever was stopped for that one stays stopped where
    /// this one stops them as well.
    void start(SignalOrder order);
    /// The signal was sent by somebody else: only what becomes of them is told.
    void watch(SignalOrder order, std::vector<Delivery> deliveries);

    /// Nothing: the order has come to its end, or there is none.
    [[nodiscard]] std::optional<SignalStep> next();

private:
    enum class Stage { Idle, Begin, Halted, Send, BatchSent, AllSent };

    [[nodiscard]] SignalStep begin();
    [[nodiscard]] SignalStep handleHalt();
    [[nodiscard]] SignalStep beginSending();
    [[nodiscard]] SignalStep send();
    [[nodiscard]] SignalStep endSending();
    [[nodiscard]] SignalStep handleBatch();
    [[nodiscard]] SignalStep finish();
    void awaitBatch();
    [[nodiscard]] SignalOutcome await(const Delivery &delivery, std::chrono::steady_clock::time_point until);
    /// Whether the user could not answer while they stand still.
    [[nodiscard]] bool answersDependOn(const std::vector<ProcessRef> &stopped);

    Targets &m_targets;
    std::stop_token m_cancel;
    Halt m_halt;
    SignalOrder m_order;
    Stage m_stage = Stage::Idle;
    HaltOutcome m_halted;
    std::vector<NotStopped> m_notStopped; ///< of the last order that was started
    std::map<ProcessId, Uid> m_users;     ///< of those that were included unseen
    std::size_t m_at = 0;                 ///< the place in the order of the next one that gets it
    bool m_anyHeld = false;               ///< which makes room, once it was waited for
    std::vector<Delivery> m_batch;        ///< not waited for yet
    std::vector<ProcessId> m_settled;
    std::vector<SignalOutcome> m_outcomes;
};

/// What an order came to whose steps nobody looks at.
struct SignalReport {
    std::optional<HaltOutcome> halted; ///< nothing: they were not to be stopped
    std::vector<SignalOutcome> outcomes;
};

/// An error: they could not be listed before they were to be stopped, and nothing was sent.
[[nodiscard]] Result<SignalReport> runToEnd(Targets &targets, SignalOrder order);

/// SIGKILL to a tree that may grow meanwhile: its processes are stopped, until no new one is found while all
/// of them stand still or Halt::timeLimit is over; only then they are killed, children first. What may not be
/// stopped may still start others. Gone: it has ended.
[[nodiscard]] Result<SignalReport> killTree(Targets &targets, const ProcessId &root);

} // namespace forklore
