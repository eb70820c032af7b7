// SPDX-License-Identifier: GPL-3.0-or-later
//
// Event: something that happened to a process, and when. Threads are no processes: their births and ends are
// no events.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/result.h"
#include "core/process/exit_status.h"
#include "core/process/process_ref.h"

namespace forklore {

/// It was born, fork(2) and the like.
struct Forked {
    std::optional<ProcessRef> parent = {}; ///< its real parent at that moment; nothing: not known
    /// Where nobody heard the birth: the parent that it had when it was first seen. Its real parent may have
    /// ended before, and this one adopted it.
    std::optional<ProcessRef> firstSeenBelow = {};

    bool operator==(const Forked &) const = default;
};

/// It runs another program from here on, execve(2).
struct Executed {
    std::string before;              ///< its comm until then
    Result<std::string> commandLine; ///< the bytes of /proc/PID/cmdline
    Result<std::string> executable;  ///< the path of the file it runs
    /// False: two samples differ in name and command line, and whether it was an exec may not be seen.
    bool isCertain = true;

    bool operator==(const Executed &) const = default;
};

/// It gave itself another comm, or another thread of it or a debugger did: PR_SET_NAME of prctl(2).
struct Renamed {
    std::string before; ///< empty: nobody could read it in time

    bool operator==(const Renamed &) const = default;
};

/// Its parent has ended, and another process has adopted it.
struct Reparented {
    ProcessRef from;
    ProcessRef to;

    bool operator==(const Reparented &) const = default;
};

/// It opened a session of its own, setsid(2).
struct SessionChanged {
    Pid sid = 0;

    bool operator==(const SessionChanged &) const = default;
};

/// It acts with the rights of another user or group, setuid(2): the effective ids. One that is not told was
/// not part of the change.
struct CredentialsChanged {
    std::optional<Uid> uid;
    std::optional<Gid> gid;

    bool operator==(const CredentialsChanged &) const = default;
};

/// By a signal, or by its debugger. Samples tell it, no source of events does.
struct Stopped {
    bool traced = false;

    bool operator==(const Stopped &) const = default;
};

/// It goes on after a stop.
struct Continued {
    bool operator==(const Continued &) const = default;
};

/// A signal has hit it that ends it with a core dump, core(5). Whether one was written, its exit status says.
struct CoreDumped {
    bool operator==(const CoreDumped &) const = default;
};

/// All its threads have ended. It may be a zombie for a while longer.
struct Exited {
    Result<ExitStatus> status;
    /// Nothing: its birth was not noticed, or when it ended is not known.
    std::optional<std::chrono::nanoseconds> lifetime;
    /// Who is to wait for it; where nobody heard the end, who was when it was last seen.
    std::optional<ProcessRef> parent;
    /// Where its start is known, and of its end only that it was over by then.
    std::optional<std::chrono::nanoseconds> lifetimeAtMost = {};

    bool operator==(const Exited &) const = default;
};

/// Events that nobody heard. It is about no process.
struct Lost {
    std::optional<std::uint64_t> count; ///< of the source's messages, those of threads among them
    std::string why;

    bool operator==(const Lost &) const = default;
};

using EventPayload = std::variant<Forked, Executed, Renamed, Reparented, SessionChanged, CredentialsChanged,
                                  Stopped, Continued, CoreDumped, Exited, Lost>;

struct Event {
    std::chrono::nanoseconds at{}; ///< since boot, suspend included: the clock of start times
    /// Who it happened to, by the name that it has from then on. The start of one that was gone before
    /// anybody could ask is ProcessId::unknownStart, and its name may be empty.
    ProcessRef process;
    EventPayload what;
    /// Seen from the difference between two looks: `at` is the later one's moment. Of a birth it is the start
    /// time, which is known.
    bool inferred = false;
    /// The moment of the earlier look, after which it happened; nothing: it is not inferred, or not known.
    std::optional<std::chrono::nanoseconds> notBefore = {};

    bool operator==(const Event &) const = default;
};

/// "fork", "exec", … : the words of the JSON contract.
[[nodiscard]] std::string_view kindOf(const Event &event);
/// All of them, in the order of EventPayload.
[[nodiscard]] const std::array<std::string_view, std::variant_size_v<EventPayload>> &eventKinds();

/// The parent of one that was born or has ended, where it is known; of a birth that nobody heard, the one it
/// was first seen below.
[[nodiscard]] std::optional<ProcessId> parentIn(const Event &event);

/// One line for a person, without the time and the process: "forked by bash 4711", "exited 3 after 12 ms".
[[nodiscard]] std::string text(const Event &event);
[[nodiscard]] std::string text(const Exited &exit);

} // namespace forklore
