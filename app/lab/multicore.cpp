// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <csignal>

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

/// The first two that this process may run on: a person's machine has other things to do.
cpu_set_t twoProcessors()
{
    std::array<cpu_set_t, 64> sets = {}; // the kernel refuses less than it may have processors
    must(sched_getaffinity(0, sizeof sets, sets.data()), "sched_getaffinity");
    const auto &allowed = sets.front();
    cpu_set_t two;
    CPU_ZERO(&two);
    for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&two) < 2; ++cpu) {
        if (CPU_ISSET(cpu, &allowed)) {
            publish(CPU_COUNT(&two) == 0 ? "cpu" : "other-cpu", cpu);
            CPU_SET(cpu, &two);
        }
    }
    if (CPU_COUNT(&two) < 2)
        refuse("there is only one processor to run on, of the first 1024");
    return two;
}

int multicore()
{
    lab::play("parent");
    const char *const roles[] = {"busy-1", "busy-2", "busy-3", "busy-4"};
    //[
    cpu_set_t two = twoProcessors();
    pid_t child[4] = {0};
    for (int i = 0; i < 4; ++i) {
        child[i] = fork();
        if (child[i] == 0) {
            lab::play(roles[i]);
            sched_setaffinity(0, sizeof two, &two);
            for (volatile unsigned long n = 0;;)
                n = n + 1;
        }
    }
    lab::show("busy");
    for (int i = 0; i < 4; ++i)
        kill(child[i], SIGKILL);
    while (wait(nullptr) > 0) {
    }
    //]
    return 0;
}

const Scenario scenario("multicore", multicore, 5);

} // namespace
} // namespace forklore::lab
