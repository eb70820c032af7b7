// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/process/signal_effect.h"

namespace forklore {
namespace {

struct SignalTraits {
    DefaultAction action;
    std::string_view meaning;
};

constexpr auto terminate = DefaultAction::Terminate;
constexpr auto coreDump = DefaultAction::CoreDump;
constexpr auto ignore = DefaultAction::Ignore;
constexpr auto stop = DefaultAction::Stop;

// By number, as core/process/signals.cpp has the names.
constexpr std::array<SignalTraits, 34> standard = {{
    {terminate, {}},
    {terminate, "The terminal was closed or its line lost; daemons take it as the word to read their "
                "configuration again."},
    {terminate, "Interrupt from the keyboard, Ctrl+C as a rule."},
    {coreDump, "Quit from the keyboard, Ctrl+\\ as a rule: like an interrupt, but with a core dump."},
    {coreDump, "It tried to run an instruction that the processor does not know."},
    {coreDump, "A breakpoint or another trap that debuggers set was reached."},
    {coreDump, "It called abort(3), as a failed assertion does."},
    {coreDump, "It reached for memory that cannot be had: beyond the end of a mapped file, or misaligned."},
    {coreDump, "Arithmetic without a result, such as an integer divided by zero."},
    {terminate, "Ends it at once. No process can catch, block or ignore it, so nothing is tidied up."},
    {terminate, "Free for a program's own use, the first of two."},
    {coreDump, "It reached for memory that is not its own, or wrote to memory that is read-only."},
    {terminate, "Free for a program's own use, the second of two."},
    {terminate, "It wrote to a pipe or socket that no process reads any more."},
    {terminate, "The time set by alarm(2) is over."},
    {terminate, "The polite request to end: a program may tidy up first, or refuse."},
    {terminate, "A fault of the coprocessor's stack. Linux never sends it."},
    {ignore, "A child has ended, was stopped, or goes on."},
    {DefaultAction::Continue, "Goes on if stopped: that cannot be prevented, whatever the process does about "
                              "the signal."},
    {stop, "Stops it. No process can catch, block or ignore it."},
    {stop, "Stop from the keyboard, Ctrl+Z as a rule; a program may put the terminal in order first."},
    {stop, "It tried to read from its terminal while in the background."},
    {stop, "It tried to write to its terminal while in the background."},
    {ignore, "Urgent data came in at a socket."},
    {coreDump, "It used up the CPU time that its soft limit allows."},
    {coreDump, "It tried to make a file larger than its limit allows."},
    {terminate, "The timer that counts its own CPU time in user mode ran out, setitimer(2)."},
    {terminate, "The timer that counts all of its CPU time ran out; profilers use it."},
    {ignore, "The size of its terminal window has changed."},
    {terminate, "A descriptor is ready for reading or writing, where it asked for that signal."},
    {terminate, "The power fails; for init, from whatever minds the batteries."},
    {coreDump, "It made a system call that does not exist, or that its seccomp filter forbids."},
    {terminate, "The C library's own: it cancels threads with it, pthread_cancel(3)."},
    {terminate, "The C library's own: it makes all threads change their user or group id at once."},
}};

constexpr SignalTraits realTime = {
    terminate, "A real-time signal, free for a program's own use. Several of a kind queue, in order."};

const SignalTraits &traits(int signal)
{
    const auto number = static_cast<std::size_t>(signal);
    return number < standard.size() ? standard.at(number) : realTime;
}

} // namespace

DefaultAction defaultAction(int signal)
{
    return traits(signal).action;
}

std::string_view signalMeaning(int signal)
{
    return traits(signal).meaning;
}

std::string_view text(DefaultAction action)
{
    switch (action) {
    case DefaultAction::Terminate:
        return "ends it";
    case DefaultAction::CoreDump:
        return "ends it, core dump";
    case DefaultAction::Ignore:
        return "nothing";
    case DefaultAction::Stop:
        return "stops it";
    case DefaultAction::Continue:
        break;
    }
    return "continues it";
}

} // namespace forklore
