// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>

#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

/// Ends when it is told to, and not before.
pid_t startChild(const char *role, int sign, int status)
{
    const pid_t child = fork();
    if (child == 0) {
        play(role);
        await(sign);
        _exit(status);
    }
    return child;
}

/// It has ended when this returns, and is a zombie.
void end(pid_t child, int sign)
{
    give(sign);
    siginfo_t end;
    waitid(P_PID, static_cast<id_t>(child), &end, WEXITED | WNOWAIT);
}

int waitOrder()
{
    lab::play("parent");
    const pid_t first = startChild("first", 0, 11);
    const pid_t second = startChild("second", 1, 12);
    const pid_t third = startChild("third", 2, 13);
    const pid_t fourth = startChild("fourth", 3, 14);
    show("started");
    //[
    pid_t none = waitpid(-1, nullptr, WNOHANG); // all live
    lab::publish("none", none);
    lab::end(third, 2);
    lab::end(second, 1);
    lab::end(first, 0);
    lab::show("ended");

    pid_t named = waitpid(second, nullptr, 0);
    lab::publish("named", named);
    lab::show("named");

    pid_t any = wait(nullptr);
    lab::publish("any", any);
    pid_t other = wait(nullptr);
    lab::publish("other", other);
    lab::show("others");

    lab::give(3);
    pid_t last = wait(nullptr); // sleeps until it ends
    lab::publish("last", last);
    pid_t more = wait(nullptr);
    lab::publish("errno", more < 0 ? errno : 0);
    lab::show("nobody");
    //]
    return last == fourth ? 0 : 1;
}

const Scenario scenario("wait", waitOrder, 5);

} // namespace
} // namespace forklore::lab
