// SPDX-License-Identifier: GPL-3.0-or-later
//
// Process groups, sessions, and who gets what is typed.
#include "core/lab/catalogue_parts.h"

#include "core/lab/findings.h"

namespace forklore {
namespace {

using namespace find;

Find leadsAGroup(const std::string &role)
{
    return [role](const Scene &scene) {
        return scene.stat(role).map([](const Stat &stat) {
            return finding(stat.pgid == stat.pid, "group {} of {}", stat.pgid, stat.pid);
        });
    };
}

Find foregroundIs(const std::string &role)
{
    return [role](const Scene &scene) -> Result<Finding> {
        const auto id = scene.id(role);
        const auto shell = scene.stat("shell");
        if (!id || !shell)
            return Failure(id ? shell.error() : id.error());
        const auto group = shell->ttyForegroundGroup.value_or(0);
        return finding(group == id->pid, "group {}", group);
    };
}

Result<Finding> isOfTheSession(const Scene &scene)
{
    const auto leader = scene.id("leader");
    const auto member = scene.stat("member");
    if (!leader || !member)
        return Failure(leader ? member.error() : leader.error());
    return finding(member->sid == leader->pid && member->ttyDevice != 0, "session {}, {} terminal",
                   member->sid, member->ttyDevice != 0 ? "with its" : "no");
}

Result<Finding> isOfItsOwnSession(const Scene &scene)
{
    return scene.stat("stranger").map([](const Stat &stat) {
        return finding(stat.sid == stat.pid && stat.ttyDevice == 0, "session {}, {} terminal", stat.sid,
                       stat.ttyDevice != 0 ? "with a" : "no");
    });
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
