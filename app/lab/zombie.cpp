// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

int zombie()
{
    lab::play("parent");
    //[
    pid_t child = fork();
    if (child == 0) {
        lab::play("child");
        return 3;
    }
    siginfo_t end; // it has ended: look, do not take
    waitid(P_PID, child, &end, WEXITED | WNOWAIT);
    lab::show("zombie");

    kill(child, SIGKILL);
    lab::show("killed");

    int status = 0;
    waitpid(child, &status, 0);
    lab::publish("status", WEXITSTATUS(status));
    lab::show("waited");

    child = fork();
    if (child == 0) {
        lab::play("second");
        return 4;
    }
    waitid(P_PID, child, &end, WEXITED | WNOWAIT);
    lab::show("second");
    return 0; // and never waits for it
    //]
}

const Scenario scenario("zombie", zombie, 3);

} // namespace
} // namespace forklore::lab
