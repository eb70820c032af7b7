// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/control_group.h"
#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

constexpr int maxChildren = 63; // beside the first
enum Sign { standing, end };

int forkBomb()
{
    lab::play("bomb");
    confine(maxChildren + 1);
    pid_t first = getpid();
    //[
    while (mayFork()) // for (;;) in a real one
        fork();
    //]
    if (getpid() != first) {
        give(standing);
        await(end);
        return 0;
    }
    for (int i = 0; i < maxChildren; ++i)
        await(standing);
    show("full");
    for (int i = 0; i < maxChildren; ++i)
        give(end);
    while (wait(nullptr) > 0) {
    }
    return 0;
}

const Scenario scenario("fork-bomb", forkBomb, maxChildren);

} // namespace
} // namespace forklore::lab
