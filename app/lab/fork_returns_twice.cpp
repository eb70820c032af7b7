// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

enum Sign { childSpoke, goOn };

int forkReturnsTwice()
{
    lab::play("parent");
    //[
    int x = 1;
    pid_t result = fork();
    if (result == 0) {
        lab::play("child");
        x = 2;
        printf("child: fork returned 0, x is %d\n", x);
        lab::publish("fork", result);
        lab::publish("x", x);
        lab::give(childSpoke);
        lab::await(goOn);
        return 0;
    }
    lab::await(childSpoke);
    printf("parent: fork returned %d, x is %d\n", result, x);
    lab::publish("fork", result);
    lab::publish("x", x);
    lab::show("both");
    lab::give(goOn);
    waitpid(result, nullptr, 0);
    //]
    return 0;
}

const Scenario scenario("fork-returns-twice", forkReturnsTwice, 2);

} // namespace
} // namespace forklore::lab
