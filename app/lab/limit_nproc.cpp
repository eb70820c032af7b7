// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

enum Sign { end };

int limitProcesses()
{
    lab::play("parent");
    using ::fork; // which may fail here
    //[
    struct rlimit limit = {1, 1};
    setrlimit(RLIMIT_NPROC, &limit);
    lab::show("limited");

    pid_t child = fork();
    int error = errno;
    if (child == 0) {
        lab::play("child");
        lab::await(end);
        return 0;
    }
    lab::publish("errno", child < 0 ? error : 0);
    lab::show("tried");
    //]
    give(end);
    waitpid(child, nullptr, 0);
    return 0;
}

const Scenario scenario("limit-nproc", limitProcesses, 2);

} // namespace
} // namespace forklore::lab
