// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"
#include "app/lab/frame/terminal.h"

namespace forklore::lab {
namespace {

int processGroup()
{
    lab::play("shell");
    //[
    setsid();
    int keyboard = openTerminal();
    int terminal = acquireTerminal(keyboard);

    pid_t front = fork(); // program
    if (front == 0) {
        lab::play("foreground");
        pause();
    }
    pid_t back = fork(); // program &
    if (back == 0) {
        lab::play("background");
        pause();
    }
    pid_t helper = fork(); // and what it has started
    if (helper == 0) {
        lab::play("helper");
        pause();
    }
    setpgid(front, front);
    setpgid(back, back);
    setpgid(helper, back);
    tcsetpgrp(terminal, front);
    lab::show("jobs");

    write(keyboard, "\003", 1); // Ctrl+C is typed
    siginfo_t end;
    waitid(P_PID, front, &end, WEXITED | WNOWAIT);
    lab::show("ctrl-c");

    kill(-back, SIGTERM); // a whole group at once
    waitid(P_PID, back, &end, WEXITED | WNOWAIT);
    waitid(P_PID, helper, &end, WEXITED | WNOWAIT);
    lab::show("group");
    //]
    while (wait(nullptr) > 0) {
    }
    return 0;
}

const Scenario scenario("process-group", processGroup, 4);

} // namespace
} // namespace forklore::lab
