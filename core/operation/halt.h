// SPDX-License-Identifier: GPL-3.0-or-later
//
// Halt: stops processes before they are killed, so that what is shown of a tree stays true: a stopped process
// starts no others. It takes a bounded time, and remembers whom it stopped: those are continued unless they
// were settled, at its end at the latest.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/operation/targets.h"
#include "core/process/process_ref.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// Descendants of the known processes that are not among them, parents first. Zombies are left out. One whose
/// parent has ended meanwhile is nobody's descendant any more, and is not found.
[[nodiscard]] std::vector<ProcessRef> newcomers(const Snapshot &snapshot,
                                                const std::vector<ProcessRef> &known);

/// Stopped, being traced, or ended: it starts nothing. So does one that is not in the snapshot.
[[nodiscard]] bool standsStill(const Snapshot &snapshot, const ProcessId &id);

enum class NotStoppedReason {
    Refused,         ///< this user may not signal it
    Failed,          ///< the signal could not be sent for another reason: NotStopped::error
    Uninterruptible, ///< the signal waits until the kernel is through with it
    Running,         ///< it was not seen to stop in time
};

/// "refused", "failed", "uninterruptible", "running": the words of the JSON contract.
[[nodiscard]] std::string_view name(NotStoppedReason reason);
/// "may not be stopped by this user", "is in uninterruptible sleep", …: what is to be said of it.
[[nodiscard]] std::string_view text(NotStoppedReason reason);

struct NotStopped {
    ProcessRef process;
    NotStoppedReason reason;
    std::optional<Error> error = {}; ///< of the signal: Refused and Failed

    bool operator==(const NotStopped &) const = default;
};

/// The text of the reason, and of one that Failed the error as well: not yet printable.
[[nodiscard]] std::string text(const NotStopped &process);

struct HaltOutcome {
    std::vector<ProcessRef> members;    ///< the processes asked for, and the newcomers that were included
    std::vector<ProcessRef> newcomers;  ///< found and left alone, parents first
    std::vector<NotStopped> notStopped; ///< members that may have started others unseen
    std::vector<ProcessRef> frozen;     ///< members that stand still for this reason
    /// Why no further sample could be taken: what the members started after the last one is not known.
    std::optional<Error> sampleError;
    bool sampled = false; ///< false: there was no first sample either, and nothing was stopped
    bool cancelled = false;
};

enum class NewcomerPolicy {
    Report,  ///< they are left alone
    Include, ///< they are stopped as well
};

class Halt {
public:
    static constexpr std::chrono::milliseconds timeLimit{2000};

    /// @param targets outlive this
    explicit Halt(Targets &targets) : m_targets(targets) {}
    Halt(const Halt &) = delete;
    Halt &operator=(const Halt &) = delete;
    ~Halt() { resume(); }

    /// Stops them, but for this program itself, and waits until they stand still or the time is over. A
    /// further call goes on where the one before ended.
    /// @param processes parents first
    [[nodiscard]] HaltOutcome halt(const std::vector<ProcessRef> &processes, NewcomerPolicy policy,
                                   const std::stop_token &cancel = {});

    /// They are not continued by this any more: they were killed, or are to stay stopped.
    void settle(const std::vector<ProcessId> &processes);
    /// SIGCONT to all that were stopped and not settled.
    void resume();

private:
    /// When a halt() ends at the latest.
    struct End {
        std::chrono::steady_clock::time_point deadline;
        std::stop_token cancel;
    };

    [[nodiscard]] bool isOver(const End &end) const;
    void stop(const Snapshot &snapshot, const std::vector<ProcessRef> &processes, const End &end);
    /// Stops, or leaves, those that were started meanwhile. @return whether there were any to stop
    bool handleNewcomers(const Snapshot &snapshot, NewcomerPolicy policy, HaltOutcome &outcome,
                         const End &end);
    void findMoving(const Snapshot &snapshot, const std::vector<ProcessRef> &members, const End &end);
    void reportNotStopped(const Snapshot &snapshot, HaltOutcome &outcome) const;

    Targets &m_targets;
    std::set<ProcessId> m_signalled;     ///< SIGSTOP was sent
    std::set<ProcessId> m_stopped;       ///< of those, the ones that ran before: they are to be continued
    std::map<ProcessId, Error> m_failed; ///< why SIGSTOP could not be sent
    std::set<ProcessId> m_frozen;
    std::set<ProcessId> m_moving;  ///< in the last sample
    std::set<ProcessId> m_resting; ///< their threads have stopped, but the main one
};

} // namespace forklore
