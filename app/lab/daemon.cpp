// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

int daemonise()
{
    lab::play("starter");
    //[
    if (fork() != 0)
        return 0; // the shell goes on

    lab::play("leader");
    setsid();
    lab::show("session");

    pid_t leader = getpid();
    if (fork() != 0)
        return 0; // no leader: no terminal

    lab::play("daemon");
    chdir("/");
    umask(0);
    int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    close(null);
    while (getppid() == leader)
        usleep(1000);
    lab::show("daemon");
    return 0;
    //]
}

const Scenario scenario("daemon", daemonise, 3);

} // namespace
} // namespace forklore::lab
