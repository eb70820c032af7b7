// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

enum Sign { changed, goOn };

int environment()
{
    lab::play("parent");
    int ends[2];
    must(pipe2(ends, O_CLOEXEC), "pipe2");
    //[
    setenv("LAB_HUE", "blue", 1);
    pid_t child = fork();
    if (child == 0) {
        lab::play("child");
        printf("inherited: LAB_HUE is %s\n", getenv("LAB_HUE"));
        setenv("LAB_HUE", "red", 1);
        lab::give(changed);
        lab::await(goOn);
        lab::must(dup2(ends[0], STDIN_FILENO), "dup2");
        execlp("cat", "cat", nullptr);
        lab::must(-1, "execlp of cat");
    }
    lab::await(changed);
    lab::show("changed");
    lab::give(goOn);
    const char *hue = getenv("LAB_HUE");
    lab::publish("parent-is-blue", hue && strcmp(hue, "blue") == 0);
    lab::show("executed");
    printf("parent: LAB_HUE is still %s\n", hue);
    //]
    close(ends[0]);
    close(ends[1]); // cat reads the end of its input
    waitpid(child, nullptr, 0);
    return 0;
}

const Scenario scenario("environment", environment, 2);

} // namespace
} // namespace forklore::lab
