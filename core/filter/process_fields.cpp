// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/process_fields.h"

#include <algorithm>

#include "core/base/clocks.h"
#include "core/base/printable.h"
#include "core/process/arguments.h"
#include "core/process/signals.h"

namespace forklore {
namespace {

std::string shown(std::string_view bytes)
{
    return printable(bytes, Backslash::Kept);
}

FieldValue pid(const Process &process, const ProcessContext &, std::string_view)
{
    return Measure{static_cast<double>(process.id.pid)};
}

template <auto Member>
FieldValue ofStat(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    return Measure{static_cast<double>((*process.stat).*Member)};
}

FieldValue name(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    constexpr std::size_t longest = 15; // what the kernel keeps of a program's name
    const bool cut = process.stat->comm.size() >= longest && !process.isKernelThread();
    return Wording{{shown(process.stat->comm)}, cut};
}

FieldValue commandLine(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat || !process.commandLine)
        return NotKnown();
    if (process.commandLine->empty())
        return NoValue();
    return Wording{{argumentLine(argumentsOf(*process.stat, *process.commandLine), Backslash::Kept)}};
}

template <Uid FourIds<Uid>::*Id>
FieldValue user(const Process &process, const ProcessContext &context, std::string_view)
{
    if (!process.credentials)
        return NotKnown();
    const auto uid = process.credentials->uid.*Id;
    return Wording{{context.userName(uid), std::to_string(uid)}};
}

template <auto Ids, Uid FourIds<Uid>::*Id>
FieldValue ofCredentials(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.credentials)
        return NotKnown();
    return Measure{static_cast<double>((*process.credentials).*Ids.*Id)};
}

FieldValue terminal(const Process &process, const ProcessContext &context, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    if (process.stat->ttyDevice == 0)
        return NoValue();
    const auto name = context.terminalName(process.stat->ttyDevice);
    if (name.empty())
        return Wording{{std::to_string(process.stat->ttyDevice)}};
    return Wording{{name, "/dev/" + name}};
}

FieldValue state(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    if (process.stat->leaderEnded())
        return Wording{{"leader-ended"}};
    Wording words{{std::string(text(process.stat->state))}};
    if (process.stat->state == State::DiskSleep)
        words.texts.emplace_back("disk");
    return words;
}

FieldValue cpu(const Process &process, const ProcessContext &, std::string_view)
{
    if (process.isZombie())
        return NoValue();
    if (!process.cpuShare)
        return NotKnown();
    return Measure{*process.cpuShare * 100};
}

FieldValue cpuTime(const Process &process, const ProcessContext &context, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    return Measure{seconds(context.system.duration(process.stat->cpuTicks()))};
}

FieldValue age(const Process &process, const ProcessContext &context, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    return Measure{std::max(0.0, seconds(context.sinceBoot - context.system.duration(process.stat->start)))};
}

FieldValue resident(const Process &process, const ProcessContext &context, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    if (!process.hasProgram())
        return NoValue();
    return Measure{static_cast<double>(process.stat->residentPages) *
                   static_cast<double>(context.system.pageBytes)};
}

FieldValue virtualSize(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    if (!process.hasProgram())
        return NoValue();
    return Measure{static_cast<double>(process.stat->virtualBytes)};
}

FieldValue descriptors(const Process &process, const ProcessContext &, std::string_view)
{
    if (process.stat && !process.hasProgram())
        return NoValue();
    if (!process.descriptorCount || !*process.descriptorCount)
        return NotKnown();
    Measure count{static_cast<double>(**process.descriptorCount)};
    count.wholeKnown = process.descriptorLimit && *process.descriptorLimit;
    if (count.wholeKnown && **process.descriptorLimit)
        count.whole = static_cast<double>(***process.descriptorLimit);
    return count;
}

template <std::uint64_t IoCounters::*Counter>
FieldValue io(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.io || !*process.io)
        return NotKnown();
    return Measure{static_cast<double>((**process.io).*Counter)};
}

FieldValue switches(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.contextSwitches || !*process.contextSwitches)
        return NotKnown();
    return Measure{static_cast<double>(**process.contextSwitches)};
}

FieldValue environment(const Process &process, const ProcessContext &, std::string_view key)
{
    if (process.stat && !process.hasProgram())
        return NoValue();
    if (!process.environment || !*process.environment)
        return NotKnown();
    const auto found = std::ranges::find_if(**process.environment, [&](const Variable &variable) {
        return variable.value && variable.name == key;
    });
    if (found == (*process.environment)->end())
        return NoValue();
    return Wording{{shown(*found->value)}};
}

/// How a process ended: nothing while it lives.
template <class Told>
FieldValue ending(const Process &process, Told told)
{
    if (!process.stat)
        return NotKnown();
    if (!process.isZombie())
        return NoValue();
    if (!process.exitStatus || !*process.exitStatus)
        return NotKnown();
    return told(**process.exitStatus);
}

FieldValue exitCode(const Process &process, const ProcessContext &, std::string_view)
{
    constexpr int signalled = 128; // as the shell has it in $?
    return ending(process, [](const ExitStatus &status) -> FieldValue {
        const bool exited = status.kind == ExitStatus::Kind::Exited;
        return Measure{static_cast<double>(exited ? status.value : signalled + status.value)};
    });
}

FieldValue endSignal(const Process &process, const ProcessContext &, std::string_view)
{
    return ending(process, [](const ExitStatus &status) -> FieldValue {
        if (status.kind == ExitStatus::Kind::Exited)
            return NoValue();
        const auto signal = signalName(status.value);
        return Wording{
            {signal, signal.substr(signal.starts_with("SIG") ? 3 : 0), std::to_string(status.value)}};
    });
}

FieldValue kernel(const Process &process, const ProcessContext &, std::string_view)
{
    if (!process.stat)
        return NotKnown();
    return Wording{{process.isKernelThread() ? "yes" : "no"}};
}

FieldValue is(const Process &process, const ProcessContext &context, std::string_view)
{
    if (!process.stat || !process.credentials)
        return NotKnown();
    const auto &stat = *process.stat;
    const auto &uid = process.credentials->uid;
    Wording words;
    const auto add = [&](bool holds, const char *word) {
        if (holds)
            words.texts.emplace_back(word);
    };
    add(stat.isKernelThread(), "kernel");
    add(uid.effective == context.ownUid, "mine");
    add(stat.pid == stat.sid, "session-leader");
    add(stat.ttyDevice != 0 && stat.ttyForegroundGroup == stat.pgid, "foreground");
    add(uid.effective != uid.real, "other-rights");
    return words;
}

using enum FieldKind;

const std::vector<FieldWord> yesOrNo = {{"yes", "true", ""}, {"no", "false", ""}};

const std::vector<FieldWord> states = {
    {"running", "R", "on a CPU, or waiting for one"},
    {"sleeping", "S", "waits for something, and can be woken by a signal"},
    {"uninterruptible", "D", "waits inside the kernel, for a disk as a rule; no signal wakes it"},
    {"disk", "", "the same as uninterruptible"},
    {"stopped", "T", "by a signal"},
    {"traced", "t", "stopped by a debugger"},
    {"zombie", "Z", "has ended, and its parent has not waited for it"},
    {"leader-ended", "", "its first thread has ended, others go on"},
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

FieldTraits sampled(FieldTraits field)
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

std::vector<ProcessField> makeFields()
{
    constexpr bool Facts::*nothing = nullptr;
    constexpr auto command = &Facts::commandLine;
    constexpr auto rights = &Facts::credentials;
    constexpr auto effective = &FourIds<Uid>::effective;
    constexpr auto real = &FourIds<Uid>::real;
    // what the language knows of it, needs, needs for a share, value
    return {
        {sampled(about("name", {"comm", "process"}, Text, "The process's name", {"sshd", "bash"})), nothing,
         nothing, name},
        {about("cmd", {"command", "cmdline", "args"}, Text, "The command line, or the title written over it",
               {"/worker-\\d+/", "--verbose"}),
         command, nothing, commandLine},
        {about("pid", {}, Number, "Process id", {"1", "4123"}), nothing, nothing, pid},
        {about("ppid", {"parent"}, Number, "Process id of the parent", {"1", "2"}), nothing, nothing,
         ofStat<&Stat::ppid>},
        {about("pgid", {"group"}, Number, "Process group id", {"4123"}), nothing, nothing,
         ofStat<&Stat::pgid>},
        {about("sid", {"session"}, Number, "Session id", {"4123"}), nothing, nothing, ofStat<&Stat::sid>},
        {sampled(about("tty", {"terminal"}, Text, "Controlling terminal; none where it has none",
                       {"pts/3", "none"})),
         nothing, nothing, terminal},
        {sampled(about("user", {"owner"}, Text, "Effective user, whose rights it has: name or number",
                       {"root", "1000"})),
         rights, nothing, user<effective>},
        {sampled(about("real-user", {"ruser"}, Text, "Real user, who started it: name or number", {"root"})),
         rights, nothing, user<real>},
        {about("uid", {"euid"}, Number, "Effective user id", {"0", "1000"}), rights, nothing,
         ofCredentials<&Credentials::uid, effective>},
        {about("ruid", {}, Number, "Real user id", {"0", "1000"}), rights, nothing,
         ofCredentials<&Credentials::uid, real>},
        {about("gid", {"egid"}, Number, "Effective group id", {"0", "1000"}), rights, nothing,
         ofCredentials<&Credentials::gid, effective>},
        {oneOf(states,
               about("state", {"status"}, Word, "What the scheduler says it does: a word or its letter",
                     {"zombie", "running", "D"})),
         nothing, nothing, state},
        {rate(about("cpu", {}, Share, "CPU time over the last interval, in percent of one core",
                    {"5", "90%"})),
         nothing, nothing, cpu},
        {about("time", {"cpu-time"}, Duration, "CPU time since its start", {"1m", "2h"}), nothing, nothing,
         cpuTime},
        {about("mem", {"memory", "rss"}, Bytes, "Memory in RAM, shared pages included", {"100 MB", "1 GB"}),
         nothing, nothing, resident},
        {about("virtual", {"vsize", "vsz"}, Bytes, "Size of the address space", {"10 GB"}), nothing, nothing,
         virtualSize},
        {about("threads", {}, Number, "Number of threads", {"1", "100"}), nothing, nothing,
         ofStat<&Stat::threads>},
        {shareOf("the soft limit",
                 about("fds", {"files", "descriptors"}, Number,
                       "Open file descriptors: their number, or percent of the soft limit", {"80%", "500"})),
         &Facts::descriptorCount, &Facts::descriptorLimit, descriptors},
        {about("nice", {}, Number, "From -20, favoured, to 19", {"0", "-5"}), nothing, nothing,
         ofStat<&Stat::nice>},
        {changing(about("age", {}, Duration, "How long ago it started", {"5m", "1h30m", "2 days"})), nothing,
         nothing, age},
        {oneOf(yesOrNo, about("kernel", {}, Word, "Whether it is a thread of the kernel", {"yes", "no"})),
         nothing, nothing, kernel},
        {oneOf(traits, about("is", {}, Word, "What kind of process it is", {"mine", "kernel"})), rights,
         nothing, is},
        {about("read", {}, Bytes, "Fetched from storage since its start", {"1 GB"}), &Facts::io, nothing,
         io<&IoCounters::readBytes>},
        {about("written", {"write"}, Bytes, "Sent to storage since its start", {"1 GB"}), &Facts::io, nothing,
         io<&IoCounters::writeBytes>},
        {about("switches", {}, Number, "Context switches since its start", {"100000"}),
         &Facts::contextSwitches, nothing, switches},
        {keyed("NAME", about("env", {"environment"}, Text,
                             "A variable of the environment it was started with; none where it is not set",
                             {"C", "none"})),
         &Facts::environment, nothing, environment},
        {about("exit", {"exit-code"}, Number,
               "Exit code of a zombie; 128 and more: the number of the signal that ended it", {"0", "1"}),
         nothing, nothing, exitCode},
        {about("signal", {}, Text, "The signal that ended a zombie", {"SEGV", "KILL"}), nothing, nothing,
         endSignal},
        {about("processor", {"core"}, Number, "The CPU it last ran on, from 0 on", {"0"}), nothing, nothing,
         ofStat<&Stat::processor>},
    };
}

} // namespace

const std::vector<ProcessField> &processFields()
{
    static const auto fields = makeFields();
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
