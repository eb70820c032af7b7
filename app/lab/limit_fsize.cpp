// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

int limitFileSize()
{
    lab::play("parent");
    //[
    int file = memfd_create("grows", 0);
    lab::must(file, "memfd_create");
    lab::publish("file", file);
    pid_t child = fork();
    if (child == 0) {
        lab::play("writer");
        struct rlimit limit = {65536, 65536};
        int done = setrlimit(RLIMIT_FSIZE, &limit);
        lab::must(done, "setrlimit");
        lab::show("limited");
        char block[4096] = {0};
        while (write(file, block, sizeof block) > 0) {
        }
        return 0;
    }
    siginfo_t end;
    waitid(P_PID, child, &end, WEXITED | WNOWAIT);
    lab::show("killed");
    waitpid(child, nullptr, 0);
    //]
    return 0;
}

const Scenario scenario("limit-fsize", limitFileSize, 2);

} // namespace
} // namespace forklore::lab
