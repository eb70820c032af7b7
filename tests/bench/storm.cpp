// SPDX-License-Identifier: GPL-3.0-or-later
//
// forklore-storm spawn|vfork N: starts N children one after the other, as fast as it can, and prints how many
// seconds that took.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string_view>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// vfork(2) returns twice: into a frame of its own.
[[gnu::noinline]] pid_t forkAndEnd(int code)
{
    const auto pid = vfork();
    if (pid == 0)
        _exit(code);
    return pid;
}

pid_t spawnTrue()
{
    pid_t pid = -1;
    char name[] = "true";
    char *const arguments[] = {name, nullptr};
    return posix_spawn(&pid, "/bin/true", nullptr, nullptr, arguments, environ) == 0 ? pid : -1;
}

} // namespace

int main(int argc, char **argv)
{
    int count = 0;
    const std::string_view way = argc == 3 ? argv[1] : "";
    if (argc == 3)
        std::from_chars(argv[2], argv[2] + std::strlen(argv[2]), count);
    if (count <= 0 || (way != "spawn" && way != "vfork")) {
        std::fprintf(stderr, "usage: %s spawn|vfork N\n", argv[0]);
        return 2;
    }
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i) {
        const auto pid = way == "vfork" ? forkAndEnd(i & 0xff) : spawnTrue();
        if (pid < 0 || waitpid(pid, nullptr, 0) < 0) {
            std::perror(argv[0]);
            return 1;
        }
    }
    std::printf("%.6f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    return 0;
}
