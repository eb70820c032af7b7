// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"
#include "app/lab/frame/terminal.h"

namespace forklore::lab {
namespace {

enum Sign { standing, standingToo };

int session()
{
    lab::play("leader");
    //[
    setsid();
    int keyboard = openTerminal();
    int terminal = acquireTerminal(keyboard);

    pid_t member = fork();
    if (member == 0) {
        lab::play("member");
        close(keyboard);
        lab::give(standing);
        pause();
    }
    pid_t stranger = fork();
    if (stranger == 0) {
        lab::play("stranger");
        close(keyboard);
        close(terminal);
        setsid();
        lab::give(standingToo);
        pause();
    }
    lab::await(standing);
    lab::await(standingToo);
    lab::show("sessions");

    signal(SIGINT, SIG_IGN);
    write(keyboard, "\003", 1); // Ctrl+C is typed
    siginfo_t end;
    waitid(P_PID, member, &end, WEXITED | WNOWAIT);
    lab::show("ctrl-c");

    close(keyboard); // the window is closed
    pause();
    //]
    return 0;
}

const Scenario scenario("session", session, 3);

} // namespace
} // namespace forklore::lab
