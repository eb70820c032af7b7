// SPDX-License-Identifier: GPL-3.0-or-later
#include <initializer_list>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

int pipeline()
{
    lab::play("shell");
    int input[2];
    must(pipe2(input, O_CLOEXEC), "pipe2");
    //[
    int ab[2], bc[2]; // cat | tr a-z A-Z | cat
    int made = pipe2(ab, O_CLOEXEC) + pipe2(bc, O_CLOEXEC);
    lab::must(made, "pipe2");
    pid_t a = fork();
    if (a == 0) {
        lab::play("a");
        setpgid(0, 0);
        lab::must(dup2(input[0], STDIN_FILENO), "dup2");
        dup2(ab[1], STDOUT_FILENO);
        execlp("cat", "cat", nullptr);
        lab::must(-1, "execlp of cat");
    }
    setpgid(a, a);
    pid_t b = fork();
    if (b == 0) {
        lab::play("b");
        setpgid(0, a);
        dup2(ab[0], STDIN_FILENO);
        dup2(bc[1], STDOUT_FILENO);
        execlp("tr", "tr", "a-z", "A-Z", nullptr);
        lab::must(-1, "execlp of tr");
    }
    pid_t c = fork();
    if (c == 0) {
        lab::play("c");
        setpgid(0, a);
        dup2(bc[0], STDIN_FILENO);
        execlp("cat", "cat", nullptr);
        lab::must(-1, "execlp of cat");
    }
    close(ab[0]); // or b would wait for the shell
    close(ab[1]);
    close(bc[0]);
    close(bc[1]);
    lab::show("standing");
    //]
    close(input[0]);
    must(write(input[1], "one of many\n", 12), "write");
    close(input[1]);
    siginfo_t end;
    for (const pid_t child : {a, b, c})
        waitid(P_PID, static_cast<id_t>(child), &end, WEXITED | WNOWAIT);
    show("drained");
    while (wait(nullptr) > 0) {
    }
    return 0;
}

const Scenario scenario("pipeline", pipeline, 4);

} // namespace
} // namespace forklore::lab
