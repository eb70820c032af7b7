// SPDX-License-Identifier: GPL-3.0-or-later
//
// forklore-subject: stages one awkward situation by name, says "ready PID …" and holds it until its standard
// input closes. Single-threaded, so that it may fork, but for the situation that needs a second thread.
//
//     forklore-subject [drop UID] [undumpable] SITUATION WORD…
#include <algorithm>

#include <grp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tests/live/stage/stage.h"

namespace forklore::staging {

const std::vector<Situation> &situations()
{
    static const std::vector<Situation> table = {
        {"plain", stagePlain},
        {"comm", stageComm},
        {"zombie", stageZombie},
        {"zombie-undumpable", stageZombieUndumpable},
        {"zombie-signal", stageZombieSignal},
        {"leader-ended", stageLeaderEnded},
        {"leader-first", stageLeaderFirst},
        {"stopped", stageStopped},
        {"orphan", stageOrphan},
        {"adopted", stageAdopted},
        {"daemon", stageDaemon},
        {"jobs", stageJobs},
        {"traced", stageTraced},
        {"uninterruptible", stageUninterruptible},
        {"full-table", stageFullTable},
        {"memory-program", stageMemoryProgram},
        {"init-and-child", stageInitAndChild},
        {"other-user", stageOtherUser},
        {"setsid", stageSetsid},
        {"pgid", stagePgid},
        {"pty", stagePty},
        {"clone", stageClone},
        {"title-long", stageTitleLong},
        {"title-short", stageTitleShort},
        {"title-cut", stageTitleCut},
        {"big-arguments", stageBigArguments},
        {"odd-arguments", stageOddArguments},
        {"odd-environment", stageOddEnvironment},
        {"replaced", stageReplaced},
        {"deleted-exe", stageDeletedExe},
        {"exe-named-deleted", stageExeNamedDeleted},
        {"unlinked", stageUnlinked},
        {"descriptors", stageDescriptors},
        {"limits", stageLimits},
        {"threads", stageThreads},
        {"memory", stageMemory},
        {"io", stageIo},
        {"inspect", stageInspect},
        {"inspect-in-namespace", stageInspectInNamespace},
        {"signals", stageSignals},
        {"inner-init", stageInnerInit},
        {"rights", stageRights},
        {"strict", stageStrict},
        {"unshared", stageUnshared},
        {"place", stagePlace},
        {"inspect-place", stageInspectPlace},
        {"hidepid", stageHidepid},
        {"joined", stageJoined},
        {"joined-unseen", stageJoinedUnseen},
        {"other-ends", stageOtherEnds},
        {"pipeline", stagePipeline},
        {"hub", stageHub},
        {"growing", stageGrowing},
        {"writes", stageWrites},
        {"stuck", stageStuck},
    };
    return table;
}

namespace {

/// Becomes another user for good, as login(1) does, but stays open to that user's own eyes.
void dropTo(const std::string &word)
{
    const auto id = static_cast<uid_t>(number(word));
    must(setgroups(0, nullptr), "setgroups");
    must(setgid(id), "setgid");
    must(setuid(id), "setuid");
    must(prctl(PR_SET_DUMPABLE, 1), "PR_SET_DUMPABLE");
}

int run(Words words)
{
    if (words.size() >= 2 && words[0] == "drop") {
        dropTo(words[1]);
        words.erase(words.begin(), words.begin() + 2);
    }
    if (!words.empty() && words[0] == "undumpable") {
        must(prctl(PR_SET_DUMPABLE, 0), "PR_SET_DUMPABLE");
        words.erase(words.begin());
    }
    const auto known = std::ranges::find(situations(), words.empty() ? "" : words[0], &Situation::name);
    if (known == situations().end())
        fail("there is no such situation");
    words.erase(words.begin());
    Report report;
    known->stage(report, words);
    report.print();
    awaitEnd();
    _exit(0); // the children die of it
}

} // namespace
} // namespace forklore::staging

int main(int argc, char **argv, char **envp)
{
    close_range(STDERR_FILENO + 1, ~0u, 0); // whatever was inherited: its descriptors shall be known
    forklore::staging::vectors() = {argv, envp};
    return forklore::staging::run({argv + 1, argv + argc});
}
