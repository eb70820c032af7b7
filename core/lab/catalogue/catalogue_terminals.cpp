// SPDX-License-Identifier: GPL-3.0-or-later
//
// Process groups, sessions, and who gets what is typed.
#include "core/lab/catalogue/catalogue_parts.h"

#include "core/lab/catalogue/checks.h"

namespace forklore {
namespace {

using namespace find;

Find leadsAGroup(const std::string &role)
{
    return [role](const DemoContext &context) {
        return groupOf(context, role).and_then([&](Pid group) {
            return context.id(role).map(
                [&](const ProcessId &id) { return check(group == id.pid, "group {} of {}", group, id.pid); });
        });
    };
}

Find foregroundIs(const std::string &role)
{
    return [role](const DemoContext &context) -> Result<Check> {
        const auto id = context.id(role);
        const auto group = context.stat("shell").and_then(
            [](const Stat &shell) { return statField(shell.ttyForegroundGroup, "tpgid"); });
        if (!id || !group)
            return Failure(id ? group.error() : id.error());
        return check(*group == id->pid, "group {}", *group);
    };
}

Result<Check> isOfTheSession(const DemoContext &context)
{
    const auto leader = context.id("leader");
    const auto session = sessionOf(context, "member");
    const auto terminal = terminalOf(context, "member");
    if (!leader || !session || !terminal)
        return Failure(!leader ? leader.error() : !session ? session.error() : terminal.error());
    return check(*session == leader->pid && *terminal != 0, "session {}, {} terminal", *session,
                 *terminal != 0 ? "with its" : "no");
}

Result<Check> isOfItsOwnSession(const DemoContext &context)
{
    const auto stranger = context.id("stranger");
    const auto session = sessionOf(context, "stranger");
    const auto terminal = terminalOf(context, "stranger");
    if (!stranger || !session || !terminal)
        return Failure(!stranger ? stranger.error() : !session ? session.error() : terminal.error());
    return check(*session == stranger->pid && *terminal == 0, "session {}, {} terminal", *session,
                 *terminal != 0 ? "with a" : "no");
}

} // namespace

std::vector<DemoEntry> terminalEntries()
{
    return {
        {"process-group",
         {{"each job is a process group of its own", "jobs", leadsAGroup("foreground")},
          {"the second one as well", "jobs", leadsAGroup("background")},
          {"the terminal has one of them in the foreground", "jobs", foregroundIs("foreground")},
          {"Ctrl+C sends it SIGINT", "ctrl-c", killedBy("foreground", SIGINT)},
          {"the background does not get it", "ctrl-c", stillLives("background")},
          {"nor does the shell", "ctrl-c", stillLives("shell")},
          {"kill with a negative number reaches a whole group", "group", killedBy("background", SIGTERM)},
          {"its second process as well", "group", killedBy("helper", SIGTERM)}}},
        {"session",
         {{"a child is in the session of its parent, with its terminal", "sessions", isOfTheSession},
          {"after setsid it has a session of its own, and no terminal", "sessions", isOfItsOwnSession},
          {"Ctrl+C reaches the foreground of the terminal's session", "ctrl-c", killedBy("member", SIGINT)},
          {"not who is in another session", "ctrl-c", stillLives("stranger")},
          {"when the terminal goes, the leader gets SIGHUP", afterwards, killedBy("leader", SIGHUP)},
          {"who has left the session does not care", afterwards, stillLives("stranger")}}},
    };
}

} // namespace forklore
