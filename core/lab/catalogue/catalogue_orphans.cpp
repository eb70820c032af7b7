// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whose child one is when the parent ends.
#include "core/lab/catalogue/catalogue_parts.h"

#include "core/base/printable.h"
#include "core/lab/catalogue/findings.h"

namespace forklore {
namespace {

using namespace find;

Result<Finding> hasLeftTheSession(const Scene &scene)
{
    const auto leader = scene.id("leader");
    const auto daemon = scene.id("daemon");
    const auto session = sessionOf(scene, "daemon");
    if (!leader || !daemon || !session)
        return Failure(!leader ? leader.error() : !daemon ? daemon.error() : session.error());
    return finding(*session == leader->pid && *session != daemon->pid, "session {}, it is {}", *session,
                   daemon->pid);
}

Result<Finding> isAtTheRoot(const Scene &scene)
{
    return scene.ask("daemon", &Inspector::location).and_then([](const Location &location) {
        return location.directory.map([](const std::optional<Place> &place) {
            const auto path = place ? place->path : std::string("none");
            return finding(path == "/", "{}", printable(path));
        });
    });
}

Result<Finding> hasNoTerminal(const Scene &scene)
{
    return terminalOf(scene, "daemon").map([](std::uint32_t device) {
        return finding(device == 0, "{}", device == 0 ? "none" : "it has one");
    });
}

} // namespace

std::vector<DemoEntry> orphanEntries()
{
    return {
        {"orphan",
         {{"first it is the child of its parent", "born", isChildOf("child", "parent")},
          {"the parent's exit status is 1", "orphaned", exited("parent", 1)},
          {"the child outlives it", "orphaned", lives("child")},
          {"its ppid becomes that of who adopts it", "orphaned", isAdoptedFromOutside("child")},
          {"and it goes on as if nothing had happened", "orphaned", wrote("child", "I'm an orphan\n")}}},
        {"subreaper",
         {{"the process between them has ended", "adopted", exited("middle", 0)},
          {"its child is adopted by the subreaper above it", "adopted", isChildOf("grandchild", "subreaper")},
          {"and not by process 1", "adopted",
           [](const Scene &scene) {
               return scene.stat("grandchild").map([](const Stat &stat) {
                   return finding(stat.ppid != 1, "the ppid is {}", stat.ppid);
               });
           }},
          {"the subreaper can wait for it", "waited", toldPid("subreaper", "waited-for", "grandchild")},
          {"and learns how it ended", "waited", told("subreaper", "status", 7)}}},
        {"daemon",
         {{"setsid makes the child the leader of a session", "session",
           [](const Scene &scene) {
               return sessionOf(scene, "leader").and_then([&](Pid session) {
                   return scene.id("leader").map([&](const ProcessId &id) {
                       return finding(session == id.pid, "session {} of {}", session, id.pid);
                   });
               });
           }},
          {"whoever started it is not kept waiting", "session", exited("starter", 0)},
          {"the daemon is in that session, and does not lead it", "daemon", hasLeftTheSession},
          {"so it has no terminal", "daemon", hasNoTerminal},
          {"somebody outside has adopted it", "daemon", isAdoptedFromOutside("daemon")},
          {"it stands in /, and holds no directory in use", "daemon", isAtTheRoot},
          {"0, 1 and 2 are /dev/null", "daemon",
           allOf({hasOpen("daemon", 0, "/dev/null"), hasOpen("daemon", 1, "/dev/null"),
                  hasOpen("daemon", 2, "/dev/null")})}}},
    };
}

} // namespace forklore
