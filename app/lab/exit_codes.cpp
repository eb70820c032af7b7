// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

//[
void goodbye()
{
    puts("goodbye");
}
//]

/// Until all have ended; their zombies stay.
void awaitZombies(const pid_t *children, int count)
{
    for (int i = 0; i < count; ++i) {
        siginfo_t end;
        waitid(P_PID, static_cast<id_t>(children[i]), &end, WEXITED | WNOWAIT);
    }
}

int exitCodes()
{
    lab::play("parent");
    //[
    pid_t child[10] = {0};
    if ((child[0] = fork()) == 0) {
        lab::play("exit-0");
        exit(0);
    }
    if ((child[1] = fork()) == 0) {
        lab::play("exit-1");
        exit(1);
    }
    if ((child[2] = fork()) == 0) {
        lab::play("exit-22");
        exit(22);
    }
    if ((child[3] = fork()) == 0) {
        lab::play("exit-255");
        exit(255);
    }
    if ((child[4] = fork()) == 0) {
        lab::play("exit-256");
        exit(256);
    }
    if ((child[5] = fork()) == 0) {
        lab::play("exit");
        atexit(goodbye);
        exit(3);
    }
    if ((child[6] = fork()) == 0) {
        lab::play("_exit");
        atexit(goodbye);
        _exit(4);
    }
    if ((child[7] = fork()) == 0) {
        lab::play("abort");
        abort();
    }
    if ((child[8] = fork()) == 0) {
        lab::play("throw");
        throw "nobody catches me";
    }
    if ((child[9] = fork()) == 0) {
        lab::play("killed");
        kill(getpid(), SIGKILL);
    }
    //]
    awaitZombies(child, 10);
    show("ended");
    while (wait(nullptr) > 0) {
    }
    return 0;
}

const Scenario scenario("exit-codes", exitCodes, 12);

} // namespace
} // namespace forklore::lab
