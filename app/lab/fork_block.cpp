// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

//[
int work(int n)
{
    printf("%d does the work\n", getpid());
    return n * 7;
}
//]

int forkBlock()
{
    lab::play("parent");
    //[
    pid_t child = fork();
    if (child == 0) {
        lab::play("worker");
        return work(6);
    }

    siginfo_t end;
    waitid(P_PID, child, &end, WEXITED | WNOWAIT);
    lab::show("ended");

    int status = 0;
    waitpid(child, &status, 0);
    printf("the work came to %d\n", WEXITSTATUS(status));
    lab::publish("result", WEXITSTATUS(status));
    lab::show("waited");
    //]
    return 0;
}

const Scenario scenario("fork-block", forkBlock, 2);

} // namespace
} // namespace forklore::lab
