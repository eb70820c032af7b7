// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

//[
int deeper(int depth)
{
    volatile char room[4096];
    room[0] = 1;
    return depth < 0 ? 0 : deeper(depth + 1) + room[0];
}
//]

int limitStack()
{
    lab::play("parent");
    //[
    pid_t child = fork();
    if (child == 0) {
        lab::play("digger");
        struct rlimit limit = {1 << 20, 1 << 20};
        int done = setrlimit(RLIMIT_STACK, &limit);
        lab::must(done, "setrlimit");
        lab::show("limited");
        return deeper(0);
    }
    siginfo_t end;
    waitid(P_PID, child, &end, WEXITED | WNOWAIT);
    lab::show("killed");
    waitpid(child, nullptr, 0);
    //]
    return 0;
}

const Scenario scenario("limit-stack", limitStack, 2);

} // namespace
} // namespace forklore::lab
