// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whose child one is when the parent ends.
#include "core/lab/catalogue/catalogue_parts.h"

#include "core/base/printable.h"
#include "core/lab/catalogue/checks.h"

namespace forklore {
namespace {

using namespace find;

Result<Check> hasLeftTheSession(const DemoContext &context)
{
    const auto leader = context.id("leader");
    const auto daemon = context.id("daemon");
    const auto session = sessionOf(context, "daemon");
    if (!leader || !daemon || !session)
        return Failure(!leader ? leader.error() : !daemon ? daemon.error() : session.error());
    return check(*session == leader->pid && *session != daemon->pid, "session {}, it is {}", *session,
                 daemon->pid);
}

Result<Check> isAtTheRoot(const DemoContext &context)
{
    return context.ask("daemon", &Inspector::location).and_then([](const Location &location) {
        return location.directory.map([](const std::optional<Place> &place) {
            const auto path = place ? place->path : std::string("none");
            return check(path == "/", "{}", printable(path));
        });
    });
}

Result<Check> hasNoTerminal(const DemoContext &context)
{
    return terminalOf(context, "daemon").map([](std::uint32_t device) {
        return check(device == 0, "{}", device == 0 ? "none" : "it has one");
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
           [](const DemoContext &context) {
               return context.stat("grandchild").map([](const Stat &stat) {
                   return check(stat.ppid != 1, "the ppid is {}", stat.ppid);
               });
           }},
          {"the subreaper can wait for it", "waited", reportedPid("subreaper", "waited-for", "grandchild")},
          {"and learns how it ended", "waited", reported("subreaper", "status", 7)}}},
        {"daemon",
         {{"setsid makes the child the leader of a session", "session",
           [](const DemoContext &context) {
               return sessionOf(context, "leader").and_then([&](Pid session) {
                   return context.id("leader").map([&](const ProcessId &id) {
                       return check(session == id.pid, "session {} of {}", session, id.pid);
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
