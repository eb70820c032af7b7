// SPDX-License-Identifier: GPL-3.0-or-later
//
// What all situations of forklore-subject share: the report, the life line, children that never outlive it.
//
// The life line is standard input: a pipe whose other end the test holds. When it closes, for whatever
// reason, the subject and all its children end. Nothing here waits for time to pass.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace forklore::staging {

/// What the subject knows of itself, for the test to compare with: "ready PID name=value name=value".
class Report {
public:
    void add(std::string_view name, std::string_view value);
    void add(std::string_view name, long long value) { add(name, std::to_string(value)); }
    /// Prints the line; the situation stands from now on.
    void print() const;

private:
    std::string m_facts;
};

using Words = std::vector<std::string>;

/// A situation by name. It returns when it stands; the report is printed after it, and the life line awaited.
struct Situation {
    std::string_view name;
    void (*stage)(Report &report, const Words &words);
};
[[nodiscard]] const std::vector<Situation> &situations();

/// Where the kernel put the vectors of main.
struct Vectors {
    char **arguments = nullptr;
    char **environment = nullptr;
};
[[nodiscard]] Vectors &vectors();

/// Ends the program with a message unless the call succeeded; returns its value.
long must(long result, const char *what);
[[noreturn]] void fail(const std::string &why);

/// Blocks until the other end of standard input is closed.
void awaitEnd();

/// Forks a child that runs the body, then tells that it stands (here this function returns) and awaits the
/// end. It is killed when this process ends.
pid_t stageChild(const std::function<void()> &body);
/// A child that this function does not wait for, as the body may end or stop it.
pid_t forkChild(const std::function<void()> &body);

[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::string bytesOfHex(std::string_view digits);
[[nodiscard]] long long number(const std::string &word);

void stagePlain(Report &report, const Words &words);
void stageComm(Report &report, const Words &words);
void stageZombie(Report &report, const Words &words);
void stageZombieUndumpable(Report &report, const Words &words);
void stageZombieSignal(Report &report, const Words &words);
void stageLeaderEnded(Report &report, const Words &words);
/// LEADER-STATUS STATUS: the leader ends, and the last thread with another status.
void stageLeaderFirst(Report &report, const Words &words);
void stageStopped(Report &report, const Words &words);
void stageOrphan(Report &report, const Words &words);
void stageAdopted(Report &report, const Words &words);
void stageDaemon(Report &report, const Words &words);
void stageJobs(Report &report, const Words &words);
void stageTraced(Report &report, const Words &words);
void stageUninterruptible(Report &report, const Words &words);
void stageFullTable(Report &report, const Words &words);
void stageMemoryProgram(Report &report, const Words &words);
void stageInitAndChild(Report &report, const Words &words);
void stageOtherUser(Report &report, const Words &words);
void stageSetsid(Report &report, const Words &words);
void stagePgid(Report &report, const Words &words);
void stagePty(Report &report, const Words &words);
void stageClone(Report &report, const Words &words);
void stageTitleLong(Report &report, const Words &words);
void stageTitleShort(Report &report, const Words &words);
void stageTitleCut(Report &report, const Words &words);
void stageBigArguments(Report &report, const Words &words);
void stageOddArguments(Report &report, const Words &words);
void stageOddEnvironment(Report &report, const Words &words);
void stageReplaced(Report &report, const Words &words);
void stageDeletedExe(Report &report, const Words &words);
void stageExeNamedDeleted(Report &report, const Words &words);
void stageUnlinked(Report &report, const Words &words);
void stageDescriptors(Report &report, const Words &words);
void stageThreads(Report &report, const Words &words);
void stageMemory(Report &report, const Words &words);
void stageIo(Report &report, const Words &words);
void stageLimits(Report &report, const Words &words);
void stageInspect(Report &report, const Words &words);
void stageInspectInNamespace(Report &report, const Words &words);
void stageSignals(Report &report, const Words &words);
void stageInnerInit(Report &report, const Words &words);
void stageRights(Report &report, const Words &words);
void stageStrict(Report &report, const Words &words);
void stageUnshared(Report &report, const Words &words);
void stagePlace(Report &report, const Words &words);
void stageInspectPlace(Report &report, const Words &words);
void stageHidepid(Report &report, const Words &words);
void stageJoined(Report &report, const Words &words);
void stageJoinedUnseen(Report &report, const Words &words);
void stageOtherEnds(Report &report, const Words &words);
void stagePipeline(Report &report, const Words &words);
void stageHub(Report &report, const Words &words);
void stageGrowing(Report &report, const Words &words);
void stageWrites(Report &report, const Words &words);
void stageStuck(Report &report, const Words &words);

} // namespace forklore::staging
