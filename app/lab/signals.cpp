// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdio>

#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

enum Sign { ready, handled, unblock, delivered };

//[
volatile sig_atomic_t caught = 0;
volatile sig_atomic_t hangups = 0;

void onSignal(int signal)
{
    if (signal == SIGHUP)
        hangups = hangups + 1;
    else
        caught = caught + 1;
    lab::give(handled);
}
//]

int signals()
{
    lab::play("sender");
    //[
    pid_t child = fork();
    if (child == 0) {
        lab::play("receiver");
        signal(SIGUSR1, onSignal);
        signal(SIGUSR2, SIG_IGN);
        signal(SIGHUP, onSignal);
        sigset_t some;
        sigemptyset(&some);
        sigaddset(&some, SIGHUP);
        sigprocmask(SIG_BLOCK, &some, nullptr);
        lab::give(ready);

        lab::await(unblock);
        sigprocmask(SIG_UNBLOCK, &some, nullptr);
        printf("SIGHUP came %d time(s)\n", int(hangups));
        lab::publish("hangups", hangups);
        lab::publish("caught", caught);
        lab::give(delivered);
        for (;;)
            pause();
    }
    lab::await(ready);
    kill(child, SIGUSR1);
    kill(child, SIGUSR2);
    lab::await(handled);
    lab::show("caught");

    kill(child, SIGHUP);
    kill(child, SIGHUP);
    lab::show("pending");

    lab::give(unblock);
    lab::await(delivered);
    lab::show("delivered");

    kill(child, SIGTERM);
    siginfo_t end;
    waitid(P_PID, child, &end, WEXITED | WNOWAIT);
    lab::show("default");
    //]
    waitpid(child, nullptr, 0);
    return 0;
}

const Scenario scenario("signals", signals, 2);

} // namespace
} // namespace forklore::lab
