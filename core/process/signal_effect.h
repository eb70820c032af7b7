// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a signal does to a process: by default, signal(7), and to one certain process if it were sent now.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/process/freeze.h"
#include "core/process/process_id.h"
#include "core/process/signals.h"
#include "core/process/state.h"

namespace forklore {

constexpr int signalCount = 64; ///< they are numbered from 1

enum class DefaultAction { Terminate, CoreDump, Ignore, Stop, Continue };

/// What the signal does where the process says nothing about it. Not for numbers out of range.
[[nodiscard]] DefaultAction defaultAction(int signal);
/// "ends it", "ends it, core dump", "nothing", "stops it", "continues it".
[[nodiscard]] std::string_view text(DefaultAction action);
/// One sentence: what the signal tells a process. Not for numbers out of range.
[[nodiscard]] std::string_view signalMeaning(int signal);

/// Whether it is the first process of a pid namespace, which no signal ends that it has no handler for.
enum class Init {
    No,
    OfReader, ///< of the reader's own namespace: not even SIGKILL and SIGSTOP reach it
    OfInner,  ///< of a namespace within the reader's: from outside those two work
};

/// All that decides what a signal does to a process.
struct SignalReading {
    Signals main; ///< of the main thread; ignored and caught are the whole process's
    // Nothing: a thread does not tell.
    std::optional<SignalSet> blockedByAll = SignalSet();     ///< by every thread that has not ended
    std::optional<SignalSet> blockedBySome = SignalSet();    ///< by at least one of them
    std::optional<SignalSet> pendingElsewhere = SignalSet(); ///< for a single thread other than the main one
    SignalSet awaited;        ///< left open by a thread that waits in sigwaitinfo(2): it may fetch them
    bool waitsHidden = false; ///< where some thread sleeps was not to be told
    bool mainAwaits = false;  ///< that thread is the main one, or one of several
    std::size_t threads = 1;  ///< that were read
    bool complete = true;     ///< those are all

    State state = State::Sleeping; ///< the main thread's; of another one where the main thread has ended
    std::optional<Pid> tracer = 0; ///< ptrace(2); 0: none; nothing: not told
    bool zombie = false;
    bool kernelThread = false;
    Init init = Init::No;
    Result<std::optional<Freeze>> frozen = std::nullopt; ///< by its control group; nothing: it is not
    /// Whether nobody in its session minds the process group, so that the terminal's stop signals are
    /// dropped; nothing: not known.
    std::optional<bool> groupOrphaned;

    bool operator==(const SignalReading &) const = default;
};

enum class SignalEffect {
    Ends,
    EndsWithCore,
    Stops,
    Continues,
    RunsHandler,
    Ignored,
    StaysPending,   ///< every thread blocks it
    AlreadyPending, ///< and a standard signal does not queue
    AwaitsContinue, ///< stopped: it takes effect when the process goes on
    AwaitsThaw,     ///< frozen: likewise
    AlreadyStopped,
    MayBeFetched, ///< by a thread that waits for signals
    TracerDecides,
    Zombie,   ///< nothing reaches it any more
    NotKnown, ///< the kernel, or a captured /proc, does not tell what decides it
};

struct SignalPrediction {
    SignalEffect effect;
    std::string sentence; ///< for a person, without a full stop

    bool operator==(const SignalPrediction &) const = default;
};

/// What would happen if the signal were sent to the process as a whole, kill(2), by somebody who may. Not for
/// numbers out of range.
[[nodiscard]] SignalPrediction predict(int signal, const SignalReading &reading);

} // namespace forklore
