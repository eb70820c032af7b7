// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

enum Sign { seen };

int orphan()
{
    lab::play("parent");
    //[
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        lab::play("child");
        lab::show("born");
        lab::give(seen);
        while (getppid() == parent)
            usleep(1000);
        puts("I'm an orphan");
        lab::show("orphaned");
        return 0;
    }
    lab::await(seen);
    fputs("the parent ends\n", stderr);
    lab::show("ending");
    return 1;
    //]
}

const Scenario scenario("orphan", orphan, 2);

} // namespace
} // namespace forklore::lab
