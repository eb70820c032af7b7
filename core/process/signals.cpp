// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/signals.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>

#include <fmt/format.h>

namespace forklore {
namespace {

// By hand: sigabbrev_np(3) knows the same words, but a table can be read, and is the same in every C library.
constexpr std::array<std::string_view, 32> names = {
    "",          "SIGHUP",  "SIGINT",    "SIGQUIT", "SIGILL",   "SIGTRAP", "SIGABRT", "SIGBUS",
    "SIGFPE",    "SIGKILL", "SIGUSR1",   "SIGSEGV", "SIGUSR2",  "SIGPIPE", "SIGALRM", "SIGTERM",
    "SIGSTKFLT", "SIGCHLD", "SIGCONT",   "SIGSTOP", "SIGTSTP",  "SIGTTIN", "SIGTTOU", "SIGURG",
    "SIGXCPU",   "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO",   "SIGPWR",  "SIGSYS"};
static_assert(SIGCHLD == 17 && SIGSYS == 31,
              "the table holds the numbers of x86 and ARM; others need their own");

constexpr int firstRealTime = 34; // SIGRTMIN of glibc: 32 and 33 are its own
constexpr int lastSignal = 64;

} // namespace

std::vector<int> SignalSet::members() const
{
    std::vector<int> result;
    for (int signal = 1; signal <= lastSignal; ++signal) {
        if (contains(signal))
            result.push_back(signal);
    }
    return result;
}

std::string signalName(int signal)
{
    if (signal < 1 || signal > lastSignal)
        return fmt::format("signal {}", signal);
    if (signal < static_cast<int>(names.size()))
        return std::string(names.at(static_cast<std::size_t>(signal)));
    if (signal < firstRealTime)
        return fmt::format("SIG{}", signal);
    if (signal == firstRealTime)
        return "SIGRTMIN";
    return fmt::format("SIGRTMIN+{}", signal - firstRealTime);
}

std::optional<int> signalNamed(std::string_view text)
{
    const auto upper = [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); };
    std::string word(text);
    std::ranges::transform(word, word.begin(), upper);
    if (!word.starts_with("SIG"))
        word = "SIG" + word;
    for (int signal = 1; signal <= lastSignal; ++signal) {
        const auto fromTheEnd =
            signal == lastSignal ? std::string("SIGRTMAX") : fmt::format("SIGRTMAX-{}", lastSignal - signal);
        if (word == signalName(signal) || word == fmt::format("SIG{}", signal) ||
            (signal >= firstRealTime && word == fromTheEnd))
            return signal;
    }
    return std::nullopt;
}

} // namespace forklore
