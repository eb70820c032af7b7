// SPDX-License-Identifier: GPL-3.0-or-later
//
// Targets: processes that are to get signals, and what is seen of them meanwhile. Each is known by its
// identity: a signal reaches that process or none. Used by one thread.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/process/credentials.h"
#include "core/process/exit_status.h"
#include "core/process/signal_effect.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// What a process does whose main thread has not stopped.
enum class ThreadsRest {
    None,
    Stopped, ///< its main thread has ended, the others have stopped
    Frozen,  ///< by its control group: SIGSTOP is pending when it is thawed, it starts nothing before
};

class Targets {
public:
    virtual ~Targets() = default;

    /// Keeps hold of it until release(), as far as the descriptors for that reach. Io: none is left for it,
    /// which a release() changes. Gone: it has ended, or the pid is another's.
    [[nodiscard]] virtual Result<void> hold(const ProcessId &id) = 0;
    virtual void release(const ProcessId &id) = 0;

    /// Also to one that is not held. Gone, or Denied: the user, or a namespace, forbids it.
    /// @param signal 0 sends nothing, and asks whether one could
    [[nodiscard]] virtual Result<void> send(const ProcessId &id, int signal) = 0;
    /// Nothing: it has not ended within that time. An error inside: it has ended, but how is not known.
    [[nodiscard]] virtual std::optional<Result<ExitStatus>> awaitEnd(const ProcessId &id,
                                                                     std::chrono::milliseconds atMost) = 0;
    /// Of one that has ended: nothing is left of it, as its parent has waited for it.
    [[nodiscard]] virtual bool isReaped(const ProcessId &id) = 0;

    /// Nothing: not known.
    [[nodiscard]] virtual std::optional<State> state(const ProcessId &id) = 0;
    /// The effective user; nothing: not known.
    [[nodiscard]] virtual std::optional<Uid> user(const ProcessId &id) = 0;
    /// @param processes where its process group is looked up
    [[nodiscard]] virtual Result<SignalReading> signalReading(const ProcessId &id,
                                                              const Snapshot &processes) = 0;

    /// Who is there, whose child and in which state; nothing else.
    [[nodiscard]] virtual Result<Snapshot> sample() = 0;
    /// A closer look, where the sample shows it moving.
    [[nodiscard]] virtual ThreadsRest threadsRest(const ProcessId &id) = 0;

    /// They are about to be stopped: if this program ends without having continued them, a guard does.
    virtual void guard(const std::vector<ProcessId> &processes) = 0;
    /// All were continued, were killed, or are to stay stopped.
    virtual void endGuard() = 0;
    /// Whether they are continued if this program is killed; an error says why not. Of no meaning before
    /// guard().
    [[nodiscard]] virtual Result<void> protection() const = 0;
    /// Why it is not written down whom the guard is to continue; nothing: it is, or there were none so far.
    [[nodiscard]] virtual std::optional<Error> journalError() const = 0;

    /// This program; 0: it is not on this host.
    [[nodiscard]] virtual Pid caller() const = 0;
    /// A program that this one has started for the guard, and that is not to be stopped.
    [[nodiscard]] virtual bool isGuard(const ProcessId &id) const = 0;

    [[nodiscard]] virtual std::chrono::steady_clock::time_point now() const = 0;
    virtual void pause(std::chrono::milliseconds time) = 0;

protected:
    Targets() = default;
    Targets(const Targets &) = default;
    Targets &operator=(const Targets &) = default;
};

} // namespace forklore
