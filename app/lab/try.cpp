// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person tries: children that do as they are told, and end as they are told.
//
// Wishes, a line each: "start KIND AMOUNT CODE NAME", "end PID CODE", "kill PID SIGNAL".
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"
#include "core/lab/wire.h"

namespace forklore::lab {
namespace {

constexpr int maxChildren = 200;

/// As Behaviour in core/lab has them.
constexpr const char *kinds[] = {"sleep", "burn", "hold", "files", "stubborn", "zombie"};

struct Child {
    pid_t pid = 0;
    int orders = -1; ///< where it is told the code to end with
    bool staysZombie = false;
};

Child s_children[maxChildren];
int s_count = 0;

/// Until it is told its exit code.
[[noreturn]] void awaitOrder(int orders)
{
    unsigned char code = 0;
    while (read(orders, &code, 1) < 0 && errno == EINTR) {
    }
    _exit(code);
}

[[noreturn]] void burn(int orders)
{
    for (unsigned long n = 0;; ++n) {
        constexpr unsigned long seldom = 1 << 22;
        pollfd order{orders, POLLIN, 0};
        if (n % seldom == 0 && poll(&order, 1, 0) > 0)
            awaitOrder(orders);
    }
}

void hold(long megabytes)
{
    const auto size = static_cast<std::size_t>(megabytes) << 20;
    if (!mayHold(static_cast<std::size_t>(megabytes))) {
        std::printf("%d holds nothing: all together may have %zu MB\n", getpid(), chosenMegabytes());
        return;
    }
    void *memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED)
        std::memset(memory, 1, size);
    else
        std::printf("%d holds nothing: %s\n", getpid(), std::strerror(errno));
}

void openFiles(long count)
{
    for (long i = 0; i < count; ++i) {
        if (open("/dev/null", O_RDONLY) < 0) {
            std::printf("%d has opened %ld files: %s\n", getpid(), i, std::strerror(errno));
            return;
        }
    }
}

[[noreturn]] void behave(const char *kind, long amount, int code, int orders)
{
    const auto is = [&](const char *other) { return std::strcmp(kind, other) == 0; };
    if (is("zombie"))
        _exit(code);
    if (is("burn"))
        burn(orders);
    if (is("stubborn"))
        std::signal(SIGTERM, SIG_IGN);
    if (is("hold"))
        hold(amount);
    if (is("files"))
        openFiles(amount);
    awaitOrder(orders);
}

void start(const char *kind, long amount, int code, const char *name)
{
    int ends[2];
    if (s_count == maxChildren || pipe2(ends, O_CLOEXEC) != 0)
        return;
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child < 0) {
        std::printf("no more processes: %s\n", std::strerror(errno));
        close(ends[0]);
        close(ends[1]);
        return;
    }
    if (child == 0) {
        close(ends[1]);
        for (int i = 0; i < s_count; ++i)
            close(s_children[i].orders);
        for (long i = 0; i < static_cast<long>(std::size(kinds)); ++i) {
            if (std::strcmp(kind, kinds[i]) == 0)
                publish("kind", i);
        }
        play(name);
        behave(kind, amount, code, ends[0]);
    }
    close(ends[0]);
    s_children[s_count++] = {child, ends[1], std::strcmp(kind, "zombie") == 0};
}

/// A pid that is not one of its own children, or was waited for, is nobody's.
const Child *childWith(int pid)
{
    for (int i = 0; i < s_count; ++i) {
        if (s_children[i].pid == pid)
            return &s_children[i];
    }
    return nullptr;
}

void obey(const char *wish)
{
    char kind[16];
    char name[16];
    long amount = 0;
    int code = 0;
    int pid = 0;
    if (std::sscanf(wish, "start %15s %ld %d %15s", kind, &amount, &code, name) == 4) // NOLINT(cert-err34-c)
        return start(kind, amount, code, name);
    if (std::sscanf(wish, "end %d %d", &pid, &code) == 2) { // NOLINT(cert-err34-c)
        const auto byte = static_cast<unsigned char>(code);
        if (const auto *child = childWith(pid))
            static_cast<void>(write(child->orders, &byte, 1) > 0);
    } else if (std::sscanf(wish, "kill %d %d", &pid, &code) == 2) { // NOLINT(cert-err34-c)
        if (childWith(pid))
            kill(pid, code);
    }
}

void reap()
{
    for (int i = 0; i < s_count;) {
        int status = 0;
        auto &child = s_children[i];
        if (child.staysZombie || waitpid(child.pid, &status, WNOHANG) != child.pid) {
            ++i;
            continue;
        }
        reportEnd(child.pid, status);
        close(child.orders);
        child = s_children[--s_count];
    }
}

int tryItYourself()
{
    play("you");
    std::signal(SIGPIPE, SIG_IGN);
    for (;;) {
        constexpr int moment = 100; // ms: until a child that has ended is waited for
        pollfd waits{wishes, POLLIN, 0};
        char wish[128];
        if (poll(&waits, 1, moment) > 0) {
            if (!nextWish(wish, sizeof wish))
                return 0;
            obey(wish);
        }
        reap();
    }
}

const Scenario scenario("try", tryItYourself, maxChildren, 0);

} // namespace
} // namespace forklore::lab
