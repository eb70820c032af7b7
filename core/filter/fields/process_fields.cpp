// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/fields/process_fields.h"

#include <algorithm>

#include "core/filter/fields/process_values.h"

namespace forklore {
namespace {

using enum FieldKind;

const std::vector<FieldWord> processFlags = {{"yes", "true", ""}, {"no", "false", ""}};

const std::vector<FieldWord> states = {
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

const std::vector<FieldWord> traits = {
    {"kernel", "", "a thread of the kernel's own"},
    {"mine", "", "has the rights of the user who looks"},
    {"session-leader", "", "began its session: shells and daemons"},
    {"foreground", "", "in the foreground of its terminal"},
    {"other-rights", "", "its effective user is not the real one"},
};

FieldTraits about(std::string_view name, std::vector<std::string_view> aliases, FieldKind kind,
                  std::string_view meaning, std::vector<std::string_view> examples)
{
    return {name, std::move(aliases), kind, meaning, std::move(examples)};
}

FieldTraits ofSamples(FieldTraits field)
{
    field.sampled = true;
    return field;
}

FieldTraits oneOf(const std::vector<FieldWord> &words, FieldTraits field)
{
    field.words = words;
    return field;
}

FieldTraits changing(FieldTraits field)
{
    field.changesByItself = true;
    return field;
}

FieldTraits rate(FieldTraits field)
{
    field.ofTwoSamples = true;
    return field;
}

FieldTraits shareOf(std::string_view whole, FieldTraits field)
{
    field.wholeOf = whole;
    return field;
}

FieldTraits keyed(std::string_view key, FieldTraits field)
{
    field.keyedBy = key;
    return field;
}

std::vector<ProcessField> makeProcessFields()
{
    constexpr bool Facts::*nothing = nullptr;
    constexpr auto command = &Facts::commandLine;
    constexpr auto rights = &Facts::credentials;
    constexpr auto effective = &FourIds<Uid>::effective;
    constexpr auto real = &FourIds<Uid>::real;
    // what the language knows of it, needs, needs for a share, value
    return {
        {ofSamples(about("name", {"comm", "process"}, Text, "The process's name", {"sshd", "bash"})), nothing,
         nothing, value::name},
        {about("cmd", {"command", "cmdline", "args"}, Text, "The command line, or the title written over it",
               {"/worker-\\d+/", "--verbose"}),
         command, nothing, value::commandLine},
        {about("pid", {}, Number, "Process id", {"1", "4123"}), nothing, nothing, value::pid},
        {about("ppid", {"parent"}, Number, "Process id of the parent", {"1", "2"}), nothing, nothing,
         value::ofStat<&Stat::ppid>},
        {about("pgid", {"group"}, Number, "Process group id", {"4123"}), nothing, nothing,
         value::ofStat<&Stat::pgid>},
        {about("sid", {"session"}, Number, "Session id", {"4123"}), nothing, nothing,
         value::ofStat<&Stat::sid>},
        {ofSamples(about("tty", {"terminal"}, Text, "Controlling terminal; none where it has none",
                       {"pts/3", "none"})),
         nothing, nothing, value::terminal},
        {ofSamples(about("user", {"owner"}, Text, "Effective user, whose rights it has: name or number",
                       {"root", "1000"})),
         rights, nothing, value::user<effective>},
        {ofSamples(about("real-user", {"ruser"}, Text, "Real user, who started it: name or number", {"root"})),
         rights, nothing, value::user<real>},
        {about("uid", {"euid"}, Number, "Effective user id", {"0", "1000"}), rights, nothing,
         value::userId<effective>},
        {about("ruid", {}, Number, "Real user id", {"0", "1000"}), rights, nothing, value::userId<real>},
        {about("gid", {"egid"}, Number, "Effective group id", {"0", "1000"}), rights, nothing,
         value::effectiveGroup},
        {oneOf(states,
               about("state", {"status"}, Word, "What the scheduler says it does: a word or its letter",
                     {"zombie", "running", "D"})),
         nothing, nothing, value::state},
        {rate(about("cpu", {}, Share, "CPU time over the last interval, in percent of one core",
                    {"5", "90%"})),
         nothing, nothing, value::ofLiving<value::cpu>},
        {about("time", {"cpu-time"}, Duration, "CPU time since its start", {"1m", "2h"}), nothing, nothing,
         value::ofLiving<value::cpuTime>},
        {about("mem", {"memory", "rss"}, Bytes, "Memory in RAM, shared pages included", {"100 MB", "1 GB"}),
         nothing, nothing, value::ofLiving<value::resident>},
        {about("virtual", {"vsize", "vsz"}, Bytes, "Size of the address space", {"10 GB"}), nothing, nothing,
         value::ofLiving<value::virtualSize>},
        {about("threads", {}, Number, "Number of threads", {"1", "100"}), nothing, nothing,
         value::ofLiving<value::ofStat<&Stat::threads>>},
        {shareOf("the soft limit",
                 about("fds", {"files", "descriptors"}, Number,
                       "Open file descriptors: their number, or percent of the soft limit", {"80%", "500"})),
         &Facts::descriptorCount, &Facts::descriptorLimit, value::ofLiving<value::descriptors>},
        {about("nice", {}, Number, "From -20, favoured, to 19", {"0", "-5"}), nothing, nothing,
         value::ofLiving<value::ofStat<&Stat::nice>>},
        {changing(about("age", {}, Duration, "How long ago it started", {"5m", "1h30m", "2 days"})), nothing,
         nothing, value::ofLiving<value::age>},
        {oneOf(processFlags, about("kernel", {}, Word, "Whether it is a thread of the kernel", {"yes", "no"})),
         nothing, nothing, value::kernel},
        {oneOf(traits, about("is", {}, Word, "What kind of process it is", {"mine", "kernel"})), rights,
         nothing, value::is},
        {about("read", {}, Bytes, "Fetched from storage since its start", {"1 GB"}), &Facts::io, nothing,
         value::ofLiving<value::io<&IoCounters::readBytes>>},
        {about("written", {"write"}, Bytes, "Sent to storage since its start", {"1 GB"}), &Facts::io, nothing,
         value::ofLiving<value::io<&IoCounters::writeBytes>>},
        {about("switches", {}, Number, "Context switches since its start", {"100000"}),
         &Facts::contextSwitches, nothing, value::ofLiving<value::switches>},
        {keyed("NAME", about("env", {"environment"}, Text,
                             "A variable of the environment it was started with; none where it is not set",
                             {"C", "none"})),
         &Facts::environment, nothing, value::environment},
        {about("exit", {"exit-code"}, Number,
               "Exit code of one that has ended; 128 and more: the number of the signal that ended it",
               {"0", "1"}),
         nothing, nothing, value::exitCode},
        {about("signal", {}, Text, "The signal that ended it, of one that has ended", {"SEGV", "KILL"}),
         nothing, nothing, value::endSignal},
        {about("lifetime", {}, Duration, "How long it lived, of one that has ended", {"1s", "2h"}), nothing,
         nothing, value::lifetime},
        {about("processor", {"core"}, Number, "The CPU it last ran on, from 0 on", {"0"}), nothing, nothing,
         value::ofLiving<value::ofStat<&Stat::processor>>},
    };
}

} // namespace

const std::vector<ProcessField> &processFields()
{
    static const auto fields = makeProcessFields();
    return fields;
}

const Vocabulary &processVocabulary()
{
    static const auto vocabulary = [] {
        Vocabulary all;
        std::ranges::transform(processFields(), std::back_inserter(all), &ProcessField::about);
        return all;
    }();
    return vocabulary;
}

} // namespace forklore
