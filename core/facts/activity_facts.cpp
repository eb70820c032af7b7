// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process does, since when, and how much of the processors it uses.
#include <algorithm>

#include "core/base/clocks.h"
#include "core/facts/tables.h"
#include "core/facts/values.h"

namespace forklore {
namespace {

const std::vector<FactWord> stateWords = {
    {"running", "R", "on a CPU, or waiting for one"},
    {"sleeping", "S", "waits for something, and can be woken by a signal"},
    {"uninterruptible", "D", "waits inside the kernel, for a disk as a rule; no signal wakes it"},
    {"disk", "", "the same as uninterruptible"},
    {"frozen", "", "kept from running by its control group"},
    {"stopped", "T", "by a signal"},
    {"traced", "t", "stopped by a debugger"},
    {"zombie", "Z", "has ended, and its parent has not waited for it"},
    {"leader-ended", "", "its first thread has ended, others go on"},
    {"ended", "", "is no more, and is shown for a moment longer"},
    {"dead", "X", "on its way out"},
    {"idle", "I", "a kernel thread that sleeps and is no load"},
    {"parked", "P", "a kernel thread whose CPU is off"},
};

FactValue stateValue(const Process &process, const FactContext &)
{
    return value::of(process.stat, [&](const Stat &stat) -> FactValue {
        if (process.hasEnded)
            return TextValue{{"ended"}};
        if (stat.leaderEnded())
            return TextValue{{"leader-ended"}};
        TextValue words;
        if (process.frozen && !process.isZombie()) // whatever its state says, it does not run
            words.texts.emplace_back("frozen");
        words.texts.emplace_back(text(stat.state));
        if (stat.state == State::DiskSleep)
            words.texts.emplace_back("disk");
        return words;
    });
}

FactValue cpuValue(const Process &process, const FactContext &)
{
    if (process.isZombie())
        return NoValue();
    if (process.cpuShare)
        return NumberValue{*process.cpuShare * 100};
    return value::of(process.stat, [](const Stat &stat) -> FactValue {
        if (!stat.cpuTicks())
            return NotKnown{missingStatField("utime")};
        return NotKnown(); // one sample alone
    });
}

FactValue cpuTimeValue(const Process &process, const FactContext &context)
{
    return value::of(process.stat, [&](const Stat &stat) -> FactValue {
        const auto ticks = stat.cpuTicks();
        if (!ticks)
            return NotKnown{missingStatField("utime")};
        return NumberValue{seconds(context.system.duration(*ticks))};
    });
}

FactValue startedValue(const Process &process, const FactContext &context)
{
    return value::of(process.stat, [&](const Stat &stat) {
        return value::of(context.system.bootTime, [&](WallTime boot) {
            return NumberValue{seconds((boot + context.system.startOf(stat.start)).time_since_epoch())};
        });
    });
}

FactValue ageValue(const Process &process, const FactContext &context)
{
    return value::of(process.stat, [&](const Stat &stat) -> FactValue {
        const auto age = context.system.age(stat.start, context.sinceBoot);
        if (!age)
            return NotKnown{Error{ErrorKind::Unsupported, "the uptime of the machine is not known"}};
        return NumberValue{std::max(0.0, seconds(*age))};
    });
}

} // namespace

std::vector<Fact> activityFacts()
{
    return {
        {.id = "state",
         .title = "State",
         .meaning = "What the scheduler says it does: a word or its letter",
         .kind = FactKind::Word,
         .aliases = {"status"},
         .examples = {"zombie", "running", "D"},
         .words = stateWords,
         .value = stateValue},
        {.id = "cpu",
         .title = "CPU %",
         .meaning = "CPU time over the last interval, in percent of one core",
         .kind = FactKind::Share,
         .examples = {"5", "90%"},
         .isRate = true,
         .isOfLiving = true,
         .value = cpuValue},
        {.id = "time",
         .title = "CPU time",
         .meaning = "CPU time since its start",
         .kind = FactKind::Duration,
         .aliases = {"cpu-time"},
         .examples = {"1m", "2h"},
         .isOfLiving = true,
         .value = cpuTimeValue},
        {.id = "threads",
         .title = "Threads",
         .meaning = "Number of threads",
         .examples = {"1", "100"},
         .isOfLiving = true,
         .value =
             [](const Process &process, const FactContext &) {
                 return value::numberOf(process, &Stat::threads, "num_threads");
             }},
        {.id = "nice",
         .title = "Nice",
         .meaning = "From -20, favoured, to 19",
         .examples = {"0", "-5"},
         .isOfLiving = true,
         .value = [](const Process &process,
                     const FactContext &) { return value::numberOf(process, &Stat::nice, "nice"); }},
        {.id = "processor",
         .title = "Processor",
         .meaning = "The CPU it last ran on, from 0 on",
         .aliases = {"core"},
         .examples = {"0"},
         .isOfLiving = true,
         .value =
             [](const Process &process, const FactContext &) {
                 return value::numberOf(process, &Stat::processor, "processor");
             }},
        {.id = "switches",
         .title = "Switches",
         .meaning = "Context switches since its start",
         .examples = {"100000"},
         .isOfLiving = true,
         .needs = &FactNeeds::contextSwitches,
         .value =
             [](const Process &process, const FactContext &) {
                 return value::of(process.contextSwitches,
                                  [](std::uint64_t number) { return value::numberOf(number); });
             }},
        {.id = "started",
         .title = "Started",
         .meaning = "When it started",
         .kind = FactKind::Time,
         .value = startedValue},
        {.id = "age",
         .title = "Age",
         .meaning = "How long ago it started",
         .kind = FactKind::Duration,
         .examples = {"5m", "1h30m", "2 days"},
         .changesByItself = true,
         .isOfLiving = true,
         .value = ageValue},
    };
}

} // namespace forklore
