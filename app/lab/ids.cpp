// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

enum Sign { childSpoke, goOn };

int ids()
{
    lab::play("parent");
    //[
    pid_t child = fork();
    if (child == 0) {
        lab::play("child");
        printf("I am %d, my parent is %d\n", getpid(), getppid());
        lab::give(childSpoke);
        lab::await(goOn);
        return 0;
    }
    lab::publish("fork", child);
    lab::await(childSpoke);
    printf("I am %d, fork gave me %d\n", getpid(), child);
    lab::show("both");
    lab::give(goOn);
    waitpid(child, nullptr, 0);
    //]
    lab::show("alone");
    return 0;
}

const Scenario scenario("ids", ids, 4);

} // namespace
} // namespace forklore::lab
