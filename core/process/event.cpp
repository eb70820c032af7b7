// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/event.h"

#include <fmt/format.h>

#include "core/base/clocks.h"
#include "core/base/printable.h"

namespace forklore {
namespace {

std::string nameOf(const ProcessRef &ref)
{
    const auto name = ref.comm.empty() ? std::string() : printableName(ref.comm, Backslash::Kept) + ' ';
    return name + std::to_string(ref.id.pid);
}

std::string nameOf(const std::optional<ProcessRef> &ref)
{
    return ref ? nameOf(*ref) : "a process that is not known";
}

struct Words {
    std::string operator()(const Forked &fork) const
    {
        if (fork.firstSeenBelow)
            return "first seen as a child of " + nameOf(*fork.firstSeenBelow);
        return "forked by " + nameOf(fork.parent);
    }
    std::string operator()(const Executed &exec) const
    {
        const std::string runs = exec.isCertain ? "runs " : "seems to run ";
        if (exec.executable)
            return runs + printable(*exec.executable, Backslash::Kept);
        const auto line = exec.commandLine ? std::string_view(*exec.commandLine) : std::string_view();
        const auto called = line.substr(0, line.find('\0')); // the first argument, which may be empty
        if (!called.empty())
            return runs + printable(called, Backslash::Kept);
        return exec.executable.error().kind == ErrorKind::Gone
                   ? runs + "another program, which was gone before its name could be read"
                   : runs + "another program, whose name is not known";
    }
    std::string operator()(const Renamed &rename) const
    {
        return rename.before.empty()
                   ? "renamed"
                   : fmt::format("renamed from {}", printableName(rename.before, Backslash::Kept));
    }
    std::string operator()(const Reparented &move) const
    {
        return fmt::format("adopted by {}, as {} has ended", nameOf(move.to), nameOf(move.from));
    }
    std::string operator()(const SessionChanged &session) const
    {
        return fmt::format("opened the session {}", session.sid);
    }
    std::string operator()(const CredentialsChanged &change) const
    {
        std::string text = "acts as";
        if (change.uid)
            text += fmt::format(" user {}", *change.uid);
        if (change.gid)
            text += fmt::format(" group {}", *change.gid);
        return text;
    }
    std::string operator()(const Stopped &stop) const
    {
        return stop.traced ? "stopped by its debugger" : "stopped";
    }
    std::string operator()(const Continued &) const { return "goes on"; }
    std::string operator()(const CoreDumped &) const
    {
        return "was hit by a signal that by default dumps core";
    }
    std::string operator()(const Exited &exit) const { return forklore::text(exit); }
    std::string operator()(const Lost &lost) const
    {
        const auto count = !lost.count        ? "events were lost, how many is not known"
                           : *lost.count == 1 ? "1 event was lost"
                                              : fmt::format("{} events were lost", *lost.count);
        return count + ": " + lost.why;
    }
};

} // namespace

const std::array<std::string_view, std::variant_size_v<EventPayload>> &eventKinds()
{
    static constexpr std::array<std::string_view, std::variant_size_v<EventPayload>> kinds = {
        "fork", "exec",     "rename",   "reparent", "session", "credentials",
        "stop", "continue", "coredump", "exit",     "lost"};
    static_assert(!kinds.back().empty());
    return kinds;
}

std::string_view kindOf(const Event &event)
{
    return eventKinds()[event.what.index()];
}

std::optional<ProcessId> parentIn(const Event &event)
{
    const auto *fork = std::get_if<Forked>(&event.what);
    const auto *exit = std::get_if<Exited>(&event.what);
    const auto &parent = !fork          ? (exit ? exit->parent : std::nullopt)
                         : fork->parent ? fork->parent
                                        : fork->firstSeenBelow;
    return parent ? std::optional(parent->id) : std::nullopt;
}

std::string text(const Event &event)
{
    const auto *exec = std::get_if<Executed>(&event.what);
    const auto &comm = event.process.comm;
    const auto *fork = std::get_if<Forked>(&event.what);
    if (fork && event.inferred && !fork->parent && !fork->firstSeenBelow)
        return "first seen; whose child it is, is not known";
    if (exec && !exec->executable && exec->commandLine.value_or("").empty() && !comm.empty())
        return (exec->isCertain ? "runs" : "seems to run") + std::string(" another program, named ") +
               printableName(comm, Backslash::Kept);
    return std::visit(Words(), event.what);
}

std::string text(const Exited &exit)
{
    const auto after = exit.lifetime         ? " after " + lengthText(*exit.lifetime)
                       : exit.lifetimeAtMost ? " after at most " + lengthText(*exit.lifetimeAtMost)
                                             : std::string();
    if (!exit.status)
        return "ended" + after + ", how is not known";
    auto status = forklore::text(*exit.status); // "killed by SIGSEGV, core dumped"
    return status.insert(std::min(status.find(','), status.size()), after);
}

} // namespace forklore
