// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

enum Sign { hasRead, readOwn, hasReadOwn, end };

int sharedOffset()
{
    lab::play("parent");
    //[
    int file = open("/proc/self/exe", O_RDONLY);
    lab::must(file, "open");
    lab::publish("file", file);
    pid_t child = fork();
    if (child == 0) {
        lab::play("child");
        char bytes[10];
        read(file, bytes, 10);
        lab::give(hasRead);

        lab::await(readOwn);
        int own = open("/proc/self/exe", O_RDONLY);
        read(own, bytes, 7);
        lab::publish("own", own);
        lab::give(hasReadOwn);
        lab::await(end);
        return 0;
    }
    lab::await(hasRead);
    lab::show("inherited");
    lab::give(readOwn);
    lab::await(hasReadOwn);
    lab::show("own");
    //]
    give(end);
    waitpid(child, nullptr, 0);
    return 0;
}

const Scenario scenario("shared-offset", sharedOffset, 2);

} // namespace
} // namespace forklore::lab
