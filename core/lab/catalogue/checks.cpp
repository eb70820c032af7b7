// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/catalogue/checks.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/printable.h"
#include "core/process/signals.h"

namespace forklore::find {
namespace {

Find ended(const std::string &role, ExitStatus status)
{
    return [=](const DemoContext &context) {
        return context.ending(role).map([&](const ExitStatus &ending) {
            return Check{ending.kind == status.kind && ending.value == status.value, text(ending)};
        });
    };
}

const char *stateOf(const Process &process)
{
    return process.isZombie() ? "a zombie" : "alive";
}

std::string limitText(const Value &value)
{
    return value ? std::to_string(*value) : "unlimited";
}

} // namespace

Find allOf(std::vector<Find> finds)
{
    return [finds = std::move(finds)](const DemoContext &context) -> Result<Check> {
        Check all{true, {}};
        for (const auto &find : finds) {
            auto found = find(context);
            if (!found)
                return found;
            all.holds = all.holds && found->holds;
            all.seen += (all.seen.empty() ? "" : "; ") + found->seen;
        }
        return all;
    };
}

Find isZombie(const std::string &role)
{
    return [role](const DemoContext &context) {
        return context.process(role).map([&](const Process *process) {
            return check(process->isZombie(), "{} is {}", process->id.pid, stateOf(*process));
        });
    };
}

Find lives(const std::string &role)
{
    return [role](const DemoContext &context) {
        return context.process(role).map([&](const Process *process) {
            return check(!process->isZombie(), "{} is {}", process->id.pid, stateOf(*process));
        });
    };
}

Find stillLives(const std::string &role)
{
    return [role](const DemoContext &context) -> Result<Check> {
        constexpr auto enough = std::chrono::milliseconds(200);
        if (context.snapshot().sinceBoot - context.beginning().sinceBoot < enough)
            return failure(ErrorKind::Gone, "it is being watched");
        return lives(role)(context);
    };
}

Find isGone(const std::string &role)
{
    return [role](const DemoContext &context) {
        return context.id(role).map([&](const ProcessId &id) {
            const bool isThere = context.snapshot().find(id) != nullptr;
            return check(!isThere, "{} is {}", id.pid, isThere ? "still there" : "gone");
        });
    };
}

Find isGoneWithItsAdopter(const std::string &role)
{
    return [role](const DemoContext &context) -> Result<Check> {
        constexpr auto enough = std::chrono::seconds(10);
        const auto process = context.process(role);
        const bool isOld = context.snapshot().sinceBoot - context.beginning().sinceBoot > enough;
        if (process && (*process)->isZombie() && isOld && (*process)->stat)
            return failure(ErrorKind::Unsupported,
                           fmt::format("process {}, which adopts here, does not wait for whom it has adopted",
                                       (*process)->stat->ppid));
        return isGone(role)(context);
    };
}

Find exited(const std::string &role, int code)
{
    return ended(role, {ExitStatus::Kind::Exited, code, false});
}

Find killedBy(const std::string &role, int signal)
{
    return ended(role, {ExitStatus::Kind::Signaled, signal, false});
}

Find isChildOf(const std::string &role, const std::string &parent)
{
    return [=](const DemoContext &context) -> Result<Check> {
        const auto stat = context.stat(role);
        const auto expected = context.id(parent);
        if (!stat || !expected)
            return Failure(stat ? expected.error() : stat.error());
        return check(stat->ppid == expected->pid, "the ppid of {} is {}", stat->pid, stat->ppid);
    };
}

Find isAdoptedFromOutside(const std::string &role)
{
    return [role](const DemoContext &context) {
        return context.stat(role).map([&](const Stat &stat) {
            const auto *adopter = context.snapshot().withPid(stat.ppid);
            return check(context.roleOf(stat.ppid).empty(), "the ppid of {} is {}{}", stat.pid, stat.ppid,
                         adopter ? ", " + printableName(nameOf(*adopter)) : std::string());
        });
    };
}

Find reported(const std::string &role, const std::string &what, long value)
{
    return [=](const DemoContext &context) {
        return context.reported(role, what).map([&](long told) {
            return check(told == value, "it says {}", told);
        });
    };
}

Find reportedPid(const std::string &role, const std::string &what, const std::string &other)
{
    return [=](const DemoContext &context) -> Result<Check> {
        const auto pid = context.reported(role, what);
        const auto expected = context.id(other);
        if (!pid || !expected)
            return Failure(pid ? expected.error() : pid.error());
        return check(*pid == expected->pid, "it says {}; the {} is {}", *pid, other, expected->pid);
    };
}

Find reportedError(const std::string &role, int error, const std::string &name)
{
    return [=](const DemoContext &context) {
        return context.reported(role, "errno").map([&](long told) {
            if (told == error)
                return check(true, "it says {}: {}", name, std::strerror(error));
            return check(false, "{}", told == 0 ? "it went through" : std::strerror(static_cast<int>(told)));
        });
    };
}

Find wrote(const std::string &role, const std::string &text)
{
    return [=](const DemoContext &context) {
        return context.id(role).map([&](const ProcessId &id) {
            const auto output = context.output(role);
            return check(output == text, "{} wrote \"{}\"", id.pid, printable(output));
        });
    };
}

Find hasComm(const std::string &role, const std::string &comm)
{
    return [=](const DemoContext &context) {
        return context.stat(role).map(
            [&](const Stat &stat) { return check(stat.comm == comm, "{}", printableName(stat.comm)); });
    };
}

Find hasArgument(const std::string &role, std::size_t place, const std::string &text)
{
    return [=](const DemoContext &context) {
        return context.ask(role, &Inspector::arguments).map([&](const std::vector<std::string> &arguments) {
            const auto argument = place < arguments.size() ? arguments[place] : std::string();
            return check(argument == text, "\"{}\"", printable(argument));
        });
    };
}

Find hasSoftLimit(const std::string &role, Resource resource,
                  const std::function<Value(Value hard)> &expected)
{
    return [=](const DemoContext &context) -> Result<Check> {
        return context.ask(role, &Inspector::limits).and_then([&](const std::vector<LimitUsage> &limits) {
            return limits.at(static_cast<std::size_t>(resource)).limit.map([&](const Limit &limit) {
                return check(limit.soft == expected(limit.hard), "soft {}, hard {}", limitText(limit.soft),
                             limitText(limit.hard));
            });
        });
    };
}

Result<Pid> groupOf(const DemoContext &context, std::string_view role)
{
    return context.stat(role).and_then([](const Stat &stat) { return statField(stat.pgid, "pgrp"); });
}

Result<Pid> sessionOf(const DemoContext &context, std::string_view role)
{
    return context.stat(role).and_then([](const Stat &stat) { return statField(stat.sid, "session"); });
}

Result<std::uint32_t> terminalOf(const DemoContext &context, std::string_view role)
{
    return context.stat(role).and_then([](const Stat &stat) { return statField(stat.ttyDevice, "tty_nr"); });
}

Result<Descriptor> descriptor(const DemoContext &context, std::string_view role, long number)
{
    return context.ask(role, &Inspector::descriptors)
        .and_then([&](const Descriptors &all) -> Result<Descriptor> {
            const auto found = std::ranges::find(all, number, &Descriptor::number);
            if (found == all.end())
                return failure(ErrorKind::Gone, fmt::format("{} is not open", number));
            return *found;
        });
}

Find hasOpen(const std::string &role, int number, const std::string &target)
{
    return [=](const DemoContext &context) {
        return descriptor(context, role, number).and_then([&](const Descriptor &found) {
            return found.target.map([&](const std::string &text) {
                return check(text.substr(0, target.size()) == target, "{} is {}", number, printable(text));
            });
        });
    };
}

} // namespace forklore::find
