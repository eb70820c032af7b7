// SPDX-License-Identifier: GPL-3.0-or-later
//
// The order of the questions is the kernel's: prepare_signal and complete_signal when a signal is sent,
// get_signal when a thread takes it (kernel/signal.c).
#include "core/process/signal_effect.h"

#include <csignal>
#include <utility>

#include <fmt/format.h>

namespace forklore {
namespace {

constexpr int firstQueued = 32; // the kernel's SIGRTMIN: from here on a second one of a kind is kept

bool isUnstoppable(int signal)
{
    return signal == SIGKILL || signal == SIGSTOP;
}

/// A set that is not told counts as empty: only for the signals that it does not matter for.
bool isIn(const std::optional<SignalSet> &set, int signal)
{
    return set && set->contains(signal);
}

bool isFrozen(const SignalReading &reading)
{
    return reading.frozen && *reading.frozen;
}

/// Whether all is told that decides about a signal which can be caught, blocked or ignored.
bool isTold(const SignalReading &reading)
{
    return reading.main.sharedPending && reading.main.blocked && reading.main.ignored &&
           reading.main.caught && reading.blockedByAll && reading.tracer &&
           (!isFrozen(reading) || reading.main.pending);
}

bool isCaught(int signal, const SignalReading &reading)
{
    return isIn(reading.main.caught, signal) && !isUnstoppable(signal);
}

bool isStop(int signal)
{
    return defaultAction(signal) == DefaultAction::Stop;
}

/// Why the signal is thrown away where no thread blocks it; nothing: it is not.
std::optional<std::string> dropped(int signal, const SignalReading &reading)
{
    if (isCaught(signal, reading))
        return std::nullopt;
    if (reading.kernelThread)
        return "Is ignored: a kernel thread takes no signals";
    if (isIn(reading.main.ignored, signal) && !isUnstoppable(signal))
        return "Is ignored: the process wants it so";
    if (reading.init == Init::OfReader || (reading.init == Init::OfInner && !isUnstoppable(signal)))
        return "Is ignored: init of its pid namespace has no handler for it";
    if (signal == SIGCONT)
        return "Nothing: it is not stopped";
    if (defaultAction(signal) == DefaultAction::Ignore)
        return "Is ignored, by default";
    if (isStop(signal) && signal != SIGSTOP && reading.groupOrphaned == true)
        return "Is ignored: its process group is orphaned, no shell could continue it";
    return std::nullopt;
}

/// A signal that a thread takes, and that is not dropped.
SignalPrediction delivered(int signal, const SignalReading &reading)
{
    if (isCaught(signal, reading))
        return {SignalEffect::RunsHandler,
                reading.kernelThread ? "The kernel thread takes note of it" : "Runs its handler"};
    const std::string_view never = isUnstoppable(signal) ? ": it cannot be caught, blocked or ignored" : "";
    switch (defaultAction(signal)) {
    case DefaultAction::CoreDump:
        return {SignalEffect::EndsWithCore, "Ends it, with a core dump where its limit allows one"};
    case DefaultAction::Stop:
        if (signal != SIGSTOP && !reading.groupOrphaned)
            return {SignalEffect::Stops, "Stops it, unless its process group is orphaned"};
        return {SignalEffect::Stops, fmt::format("Stops it{}", never)};
    default:
        return {SignalEffect::Ends, fmt::format("Ends it{}", never)};
    }
}

/// "Waits …, then ends it".
std::string after(std::string_view first, std::string_view then)
{
    std::string text(then);
    if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z')
        text.front() = static_cast<char>(text.front() - 'A' + 'a');
    return fmt::format("{}{}", first, text);
}

SignalPrediction queued(int signal, const SignalReading &reading, SignalPrediction effect)
{
    if (signal < firstQueued && isIn(reading.main.sharedPending, signal))
        return {SignalEffect::AlreadyPending, "Nothing more: one is pending already, and it does not queue"};
    return effect;
}

SignalPrediction continued(const SignalReading &reading)
{
    if (isIn(reading.blockedByAll, SIGCONT))
        return {SignalEffect::Continues, "Continues it, although it is blocked"};
    if (isCaught(SIGCONT, reading))
        return {SignalEffect::Continues, "Continues it, and runs its handler"};
    if (isIn(reading.main.ignored, SIGCONT))
        return {SignalEffect::Continues, "Continues it, although it is ignored"};
    return {SignalEffect::Continues, "Continues it"};
}

/// What becomes of a signal that no thread blocks.
SignalPrediction taken(int signal, const SignalReading &reading)
{
    if (const auto why = dropped(signal, reading))
        return {SignalEffect::Ignored, *why};
    return delivered(signal, reading);
}

SignalPrediction toStopped(int signal, const SignalReading &reading)
{
    if (signal == SIGCONT)
        return continued(reading);
    auto effect = taken(signal, reading);
    if (effect.effect == SignalEffect::Ignored)
        return effect;
    if (isStop(signal)) // caught or not: what continues the process drops it
        return {SignalEffect::AlreadyStopped, "Nothing: it is stopped already"};
    return queued(signal, reading,
                  {SignalEffect::AwaitsContinue, after("When it is continued: ", effect.sentence)});
}

SignalPrediction predictAwake(int signal, const SignalReading &reading)
{
    const bool stopped = reading.state == State::Stopped;
    const bool drop = dropped(signal, reading).has_value();
    // Where the main thread has ended its mask still decides whether an ignored signal is kept at all.
    const bool blocked = isIn(reading.blockedByAll, signal) && !isUnstoppable(signal) &&
                         (!drop || isIn(reading.main.blocked, signal));
    if (signal == SIGKILL && !drop)
        return delivered(signal, reading);
    if (stopped && (signal == SIGCONT || (isStop(signal) && !drop)))
        return toStopped(signal, reading);
    if (blocked)
        return queued(
            signal, reading,
            {SignalEffect::StaysPending, "Stays pending: it is blocked, until it is unblocked or fetched"});
    if (reading.tracer.value_or(0) != 0 && signal != SIGKILL)
        return {SignalEffect::TracerDecides,
                fmt::format("Its tracer, process {}, is notified and decides", *reading.tracer)};
    const bool kept = !drop || reading.mainAwaits || isIn(reading.main.blocked, signal);
    if (reading.awaited.contains(signal) && kept && !isCaught(signal, reading) && !isUnstoppable(signal))
        return {SignalEffect::MayBeFetched,
                after("A thread fetches it if it waits for this one; if not: ",
                      stopped ? toStopped(signal, reading).sentence : taken(signal, reading).sentence)};
    return stopped ? toStopped(signal, reading) : taken(signal, reading);
}

/// What a frozen process does when it is thawed. Under version 2 the kernel ends it before where nothing is
/// to be asked of it (complete_signal: fatal, without a core dump, and nothing pending that comes first).
SignalPrediction predictFrozen(int signal, const SignalReading &reading, SignalPrediction thawed)
{
    if (thawed.effect == SignalEffect::Ignored || thawed.effect == SignalEffect::StaysPending ||
        thawed.effect == SignalEffect::AlreadyPending || thawed.effect == SignalEffect::AlreadyStopped)
        return thawed;
    const auto &own = reading.main;
    const auto isEmpty = [](const std::optional<SignalSet> &set) { return set && set->bits == 0; };
    const bool isFirst = isEmpty(own.pending) && isEmpty(own.sharedPending);
    if ((*reading.frozen)->version == Freeze::Version::V2 && thawed.effect == SignalEffect::Ends &&
        (signal == SIGKILL || isFirst))
        return {SignalEffect::Ends, "Ends it, although it is frozen"};
    const auto *then = thawed.effect == SignalEffect::AwaitsContinue ? "; " : ", then ";
    return {SignalEffect::AwaitsThaw,
            after(fmt::format("Waits until it is thawed{}", then), thawed.sentence)};
}

} // namespace

SignalPrediction predict(int signal, const SignalReading &reading)
{
    if (reading.zombie)
        return {SignalEffect::Zombie, "Nothing: it has ended and waits for its parent"};
    if (!isTold(reading) && !isUnstoppable(signal))
        return {SignalEffect::NotKnown, "Unknown: what it does about signals could not be read"};
    auto prediction = predictAwake(signal, reading);
    const bool acts =
        prediction.effect == SignalEffect::Ends || prediction.effect == SignalEffect::EndsWithCore ||
        prediction.effect == SignalEffect::Stops || prediction.effect == SignalEffect::RunsHandler;
    if (acts && reading.waitsHidden && !isUnstoppable(signal) && !isCaught(signal, reading))
        prediction.sentence += ", unless a thread waits to fetch it, which is hidden";
    if (isFrozen(reading))
        return predictFrozen(signal, reading, std::move(prediction));
    if (acts && !reading.frozen)
        prediction.sentence += ", unless it is frozen, which is not known";
    if (acts && reading.state == State::DiskSleep)
        prediction.sentence += ", at the latest when its uninterruptible sleep is over"; // some yield to KILL
    return prediction;
}

} // namespace forklore
