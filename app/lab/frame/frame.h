// SPDX-License-Identifier: GPL-3.0-or-later
//
// The frame around each demo: who plays what, moments at which the play stands still to be looked at, and
// bounds that hold whatever a demo does.
//
// All processes hang on a life line: a pipe whose writing end the watcher holds. Each has opened its reading
// end for itself and has asked for SIGKILL when the other one closes (F_SETSIG of fcntl(2)). So nothing is
// left when the watcher ends, however it ends: not what is stopped, nor what blocks all signals, has left its
// session, or runs another program. The signal for a parent's death would do so too, but would kill orphans.
//
// What a person is shown of a scenario are its lines between //[ and //], less those that begin with lab::.
#pragma once

#include <cstddef>

#include <sys/types.h>

namespace forklore::lab {

/// A scenario makes itself known by an object of this type in its file.
struct Scenario {
    const char *name;
    int (*run)(); ///< in a process of its own; what it returns is that process's exit status
    int maxForks; ///< of all its processes together; one more ends the demo

    /// How long a process of it may live, and how much of that on a CPU, in seconds; 0: for as long as it is
    /// watched. A person may look at a moment for a while.
    unsigned longest;

    Scenario(const char *name, int (*run)(), int maxForks, unsigned longest = 3600);
    const Scenario *next; ///< of all that are known; null: the last
};

/// This process plays the role from here on, and is called "lab: ROLE".
void play(const char *role);
/// The play stands still at this line until the watcher has seen enough. One process at a time: others wait
/// for their turn.
void show(const char *moment, int line = __builtin_LINE());
/// What a process alone can know: what a call returned to it.
void publish(const char *what, long value);

/// That a process has ended, and with which wait status.
void reportEnd(pid_t pid, int status);
/// The control group that the play is in, which is to be removed after it.
void reportGroup(const char *path);

/// Signs between the processes of a play, each given once and awaited once.
void give(int sign);
void await(int sign);
constexpr int signs = 16;

/// As fork(2), but where it fails the demo cannot be shown here. It is what the scenarios call.
pid_t fork();
/// Whether one more process may be started, and counts it; for demos that start as many as they may.
[[nodiscard]] bool mayFork();
/// Cannot be shown here: ends the demo, with the reason.
[[noreturn]] void refuse(const char *why);
/// The result of a call; where it failed, this machine cannot show the demo: refuses, naming the call.
long must(long result, const char *call);

/// Of main: where the kernel put them.
extern char **argv;
/// What the person chose, within what the machine can bear.
[[nodiscard]] std::size_t chosenMegabytes();
/// Takes so many of them for this process, if all of the play together have left as many.
[[nodiscard]] bool mayHold(std::size_t megabytes);
/// The next wish of the watcher, for demos that do as they are told; false: there are no more.
[[nodiscard]] bool nextWish(char *line, std::size_t size);

} // namespace forklore::lab
