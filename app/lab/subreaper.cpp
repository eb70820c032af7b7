// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

enum Sign { seen };

int subreaper()
{
    lab::play("subreaper");
    //[
    int done = prctl(PR_SET_CHILD_SUBREAPER, 1);
    lab::must(done, "PR_SET_CHILD_SUBREAPER");

    pid_t middle = fork();
    if (middle == 0) {
        lab::play("middle");
        pid_t self = getpid();
        pid_t grandchild = fork();
        if (grandchild == 0) {
            lab::play("grandchild");
            while (getppid() == self)
                usleep(1000);
            puts("I have a new parent");
            lab::show("adopted");
            lab::give(seen);
            return 7;
        }
        return 0;
    }
    lab::await(seen);
    waitpid(middle, nullptr, 0);

    int status = 0;
    pid_t other = wait(&status); // not one of its own children
    lab::publish("waited-for", other);
    lab::publish("status", other > 0 ? WEXITSTATUS(status) : -1);
    lab::show("waited");
    //]
    return 0;
}

const Scenario scenario("subreaper", subreaper, 3);

} // namespace
} // namespace forklore::lab
