// SPDX-License-Identifier: GPL-3.0-or-later
//
// How processes end, and who learns of it.
#include "core/lab/catalogue/catalogue_parts.h"

#include <cerrno>

#include "core/lab/catalogue/checks.h"
#include "core/process/missing_line.h"

namespace forklore {
namespace {

using namespace find;

/// Neither command line nor memory.
Result<Check> hasNothing(const DemoContext &context)
{
    const auto process = context.process("child");
    if (!process)
        return Failure(process.error());
    if (!(*process)->stat)
        return Failure((*process)->stat.error());
    const auto memory = statField((*process)->stat->virtualBytes, "vsize");
    const auto &arguments = (*process)->commandLine;
    if (!memory || !arguments)
        return Failure(memory ? arguments.error() : memory.error());
    return check(*memory == 0U && arguments->empty(), "{} bytes of memory, {} of arguments", *memory,
                 arguments->size());
}

/// Which of them are zombies, in the order of their names.
Find zombiesAre(const std::vector<std::string> &roles)
{
    return [=](const DemoContext &context) -> Result<Check> {
        std::vector<std::string> zombies;
        for (const auto *role : {"first", "second", "third", "fourth"}) {
            const auto process = context.process(role);
            if (process && (*process)->isZombie())
                zombies.emplace_back(role);
        }
        std::string seen;
        for (const auto &zombie : zombies)
            seen += (seen.empty() ? "" : ", ") + zombie;
        return check(zombies == roles, "{}", seen.empty() ? "none is a zombie" : seen + " as zombies");
    };
}

std::string_view lineOf(std::optional<SignalSet> Signals::*set)
{
    return set == &Signals::caught          ? "SigCgt"
           : set == &Signals::ignored       ? "SigIgn"
           : set == &Signals::blocked       ? "SigBlk"
           : set == &Signals::sharedPending ? "ShdPnd"
                                            : "SigPnd";
}

Find inSet(const std::string &role, std::optional<SignalSet> Signals::*set, const std::vector<int> &expected)
{
    return [=](const DemoContext &context) -> Result<Check> {
        const auto reading = context.ask(role, &Inspector::signalReading);
        if (!reading)
            return Failure(reading.error());
        const auto &members = reading->main.*set;
        if (!members)
            return Failure(missingLine("status", lineOf(set)));
        bool holds = true;
        std::string seen;
        for (const int signal : expected) {
            holds = holds && members->contains(signal);
            seen += fmt::format("{}{}{}", seen.empty() ? "" : ", ", signalName(signal),
                                members->contains(signal) ? "" : " is not");
        }
        return Check{holds, seen};
    };
}

} // namespace

std::vector<DemoEntry> endEntries()
{
    return {
        {"exit-codes",
         {{"exit(0): all is well", "ended", exited("exit-0", 0)},
          {"exit(1)", "ended", exited("exit-1", 1)},
          {"exit(22)", "ended", exited("exit-22", 22)},
          {"exit(255): the largest", "ended", exited("exit-255", 255)},
          {"exit(256) is exit(0): there are 8 bits", "ended", exited("exit-256", 0)},
          {"exit runs what atexit was given", "ended", wrote("exit", "goodbye\n")},
          {"_exit does not", "ended", wrote("_exit", "")},
          {"but has a code as well", "ended", exited("_exit", 4)},
          {"abort: killed by SIGABRT", "ended", killedBy("abort", SIGABRT)},
          {"an exception that nobody catches: the same", "ended", killedBy("throw", SIGABRT)},
          {"kill: by the signal that was sent", "ended", killedBy("killed", SIGKILL)}}},
        {"zombie",
         {{"it has ended and is a zombie: nobody has waited for it", "zombie", isZombie("child")},
          {"it keeps its exit status", "zombie", exited("child", 3)},
          {"and nothing else", "zombie", hasNothing},
          {"it cannot be killed: it is dead", "killed", isZombie("child")},
          {"wait takes the status", "waited", reported("parent", "status", 3)},
          {"and the zombie with it", "waited", isGone("child")},
          {"a second one is a zombie while its parent lives", "second", isZombie("second")},
          {"when the parent ends, who adopts it waits for it", afterwards, isGoneWithItsAdopter("second")}}},
        {"wait",
         {{"while all live, waitpid with WNOHANG finds nobody", "ended", reported("parent", "none", 0)},
          {"whoever has ended stays until it is waited for", "ended",
           zombiesAre({"first", "second", "third"})},
          {"waitpid takes the one that it names", "named", reportedPid("parent", "named", "second")},
          {"and leaves the others", "named", zombiesAre({"first", "third"})},
          {"wait takes any; here: in the order of birth, not of death", "others",
           reportedPid("parent", "any", "first")},
          {"one at a time", "others", reportedPid("parent", "other", "third")},
          {"where nobody has ended, it sleeps until somebody does", "nobody",
           reportedPid("parent", "last", "fourth")},
          {"with no child left it fails with ECHILD", "nobody", reportedError("parent", ECHILD, "ECHILD")}}},
        {"signals",
         {{"the receiver has handlers for two signals", "caught",
           inSet("receiver", &Signals::caught, {SIGHUP, SIGUSR1})},
          {"it ignores a third one", "caught", inSet("receiver", &Signals::ignored, {SIGUSR2})},
          {"and has survived both that were sent", "caught", stillLives("receiver")},
          {"SIGHUP is blocked", "pending", inSet("receiver", &Signals::blocked, {SIGHUP})},
          {"sent twice, it is pending", "pending", inSet("receiver", &Signals::sharedPending, {SIGHUP})},
          {"so it is delivered once", "delivered", reported("receiver", "hangups", 1)},
          {"the handler for the one that is caught has run, too", "delivered",
           reported("receiver", "caught", 1)},
          {"SIGTERM, left at its default, kills", "default", killedBy("receiver", SIGTERM)}}},
    };
}

} // namespace forklore
