// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

enum Sign { standing, end };

int standardStreams()
{
    lab::play("parent");
    //[
    int file = memfd_create("out.txt", 0); // program > out.txt
    lab::must(file, "memfd_create");
    if (fork() == 0) {
        lab::play("redirected");
        dup2(file, STDOUT_FILENO);
        puts("into the file");
        fflush(stdout);
        lab::give(standing);
        lab::await(end);
        return 0;
    }

    int ends[2]; // program | program
    int made = pipe(ends);
    lab::must(made, "pipe");
    if (fork() == 0) {
        lab::play("left");
        dup2(ends[1], STDOUT_FILENO);
        lab::give(standing);
        lab::await(end);
        return 0;
    }
    if (fork() == 0) {
        lab::play("right");
        dup2(ends[0], STDIN_FILENO);
        lab::give(standing);
        lab::await(end);
        return 0;
    }
    puts("the parent's own output is where it was");
    //]
    for (int child = 0; child < 3; ++child)
        await(standing);
    show("standing");
    for (int child = 0; child < 3; ++child)
        give(end);
    while (wait(nullptr) > 0) {
    }
    return 0;
}

const Scenario scenario("standard-streams", standardStreams, 4);

} // namespace
} // namespace forklore::lab
