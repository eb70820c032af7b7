// SPDX-License-Identifier: GPL-3.0-or-later
//
// Diagnostic: one thing worth saying of a process, in plain words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/process/process_ref.h"

namespace forklore {

enum class DiagnosticKind {
    // What it is. One of these stands in every list, but for that of a zombie, or of one that is no more.
    KernelThread,
    Init,          ///< the first process of a pid namespace
    Worker,        ///< a forked copy of its parent that runs the same program
    SessionLeader, ///< of a session on a terminal: a shell, as a rule
    Foreground,    ///< of a terminal
    Background,    ///< a job of a terminal
    Daemon,        ///< run by the service manager, in a session of its own, without a terminal
    Detached,      ///< leads a session without a terminal: whether it is a daemon, nobody can tell
    SessionMember, ///< of a session without a terminal
    Child,         ///< none of these

    // How it came to be where it is.
    Service, ///< of a systemd unit
    FromOutside,
    InnerNamespace,
    Orphan,

    // What state it is in.
    Ended, ///< and is no more
    Zombie,
    LeaderEnded,
    Stopped,
    Traced,
    Uninterruptible,
    Frozen, ///< by its control group

    // What it runs, what it calls itself and in whose name it acts.
    ProgramDeleted,
    ProgramInMemory,
    TitleRewritten,
    EnvironmentOverwritten,
    OtherUser,

    // What it may run out of.
    NearLimit,
    AtLimit,
};

/// "kernel_thread", "near_limit", … : the words of the JSON contract.
[[nodiscard]] std::string_view name(DiagnosticKind kind);

enum class Weight { Usual, WorthKnowing, Trouble };

/// "usual", "worth_knowing", "trouble".
[[nodiscard]] std::string_view name(Weight weight);

/// A run of a diagnostic's words. What names a process leads to it.
struct Span {
    std::string text; ///< bytes: names of processes and files are the kernel's
    std::optional<ProcessId> process = std::nullopt;

    bool operator==(const Span &) const = default;
};

struct Diagnostic {
    DiagnosticKind kind = DiagnosticKind::Child;
    Weight weight = Weight::Usual;
    std::vector<Span> sentence; ///< one, with names, pids and numbers
    /// A few words for a heading: what it is as a noun ("a daemon"), anything else as what one can say of it
    /// after "that" ("rewrote its title"); empty where a heading has better things to say.
    std::string phrase;
    std::string explanation;      ///< one or two sentences for somebody who has not met it before
    std::string_view manual = {}; ///< "credentials(7)"

    bool operator==(const Diagnostic &) const = default;
};

/// The sentence without its links.
[[nodiscard]] std::string text(const Diagnostic &diagnostic);

/// Strings and relatives, put side by side; a relative is written as "nginx 990".
template <class... Parts>
[[nodiscard]] std::vector<Span> sentenceOf(const Parts &...parts)
{
    std::vector<Span> spans;
    const auto add = [&](const auto &part) {
        if constexpr (std::is_same_v<std::decay_t<decltype(part)>, ProcessRef>)
            spans.push_back({part.comm + ' ' + std::to_string(part.id.pid), part.id});
        else if (!spans.empty() && !spans.back().process)
            spans.back().text += part;
        else
            spans.push_back({std::string(part)});
    };
    (add(parts), ...);
    return spans;
}

} // namespace forklore
