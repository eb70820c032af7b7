// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signals by name, signal(7).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace forklore {

/// A set of signals as the kernel prints it: bit n-1 stands for signal n.
struct SignalSet {
    std::uint64_t bits = 0;

    [[nodiscard]] bool contains(int signal) const
    {
        return signal >= 1 && signal <= 64 && (bits >> (signal - 1) & 1u) != 0;
    }
    [[nodiscard]] std::vector<int> members() const;

    bool operator==(const SignalSet &) const = default;
};

/// What a process does about each signal: the Sig… lines of proc_pid_status(5). Nothing: not told.
struct Signals {
    std::optional<SignalSet> pending = SignalSet();       ///< for the main thread
    std::optional<SignalSet> sharedPending = SignalSet(); ///< for the process as a whole
    std::optional<SignalSet> blocked = SignalSet();
    std::optional<SignalSet> ignored = SignalSet();
    std::optional<SignalSet> caught = SignalSet();

    bool operator==(const Signals &) const = default;
};

/// "SIGTERM", "SIGRTMIN+3"; "SIG32" and "SIG33", which the C library keeps for itself; "signal 0" out of
/// range.
[[nodiscard]] std::string signalName(int signal);

/// The number of "TERM", "SIGTERM", "sigterm", "15", "RTMIN+3" or "SIGRTMAX-1"; nothing for what is none of 1
/// to 64.
[[nodiscard]] std::optional<int> signalNamed(std::string_view text);

} // namespace forklore
