// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/frame/frame.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/lab/wire.h"

namespace forklore::lab {
namespace {

constexpr int turn = 203; ///< a file whose lock is held by the process that the play waits for

/// What all processes of a play share.
struct Shared {
    std::atomic<int> forks = 0;
    std::atomic<int> permits = 0;           ///< of mayFork
    std::atomic<std::size_t> megabytes = 0; ///< of mayHold
    sem_t signs[lab::signs] = {};
};

const Scenario *s_scenarios = nullptr;
Shared *s_shared = nullptr;
int s_maxForks = 0;
unsigned s_longest = 0;
std::size_t s_megabytes = 0;

[[gnu::format(printf, 1, 2)]] void report(const char *format, ...)
{
    char line[512]; // a pipe takes it in one piece
    va_list values;
    va_start(values, format);
    const auto length =
        std::vsnprintf(line, sizeof line, format, values); // NOLINT(clang-analyzer-valist.Uninitialized)
    va_end(values);
    const auto size = std::min(static_cast<std::size_t>(std::max(length, 0)), sizeof line - 1);
    if (write(reports, line, size) < 0) // nobody is left to hear it
        _exit(EXIT_FAILURE);
}

/// Hangs this process on the life line. Before it had, it may have been cut.
void enlist()
{
    const int own = open("/proc/self/fd/200", O_RDONLY | O_NONBLOCK);
    const bool hangs = own >= 0 && dup2(own, lifeLine) == lifeLine && close(own) == 0 &&
                       fcntl(lifeLine, F_SETOWN, getpid()) == 0 && fcntl(lifeLine, F_SETSIG, SIGKILL) == 0 &&
                       fcntl(lifeLine, F_SETFL, O_ASYNC | O_NONBLOCK) == 0;
    pollfd cut{lifeLine, POLLIN, 0};
    if (!hangs || poll(&cut, 1, 0) != 0)
        _exit(EXIT_FAILURE);
    alarm(s_longest); // which is not inherited
}

void countFork()
{
    if (s_shared->forks.fetch_add(1) < s_maxForks)
        return;
    report("broken it has started more processes than it may\n");
    ::kill(0, SIGKILL);
}

void setLimit(__rlimit_resource resource, rlim_t most)
{
    rlimit limit{};
    getrlimit(resource, &limit);
    limit.rlim_max = std::min(limit.rlim_max, most);
    limit.rlim_cur = std::min(limit.rlim_cur, limit.rlim_max);
    setrlimit(resource, &limit);
}

/// Bounds that no demo may pass.
void bind(const Scenario &scenario)
{
    constexpr rlim_t mebibyte = 1 << 20;
    constexpr rlim_t ownMegabytes = 32; // of each process, beside what the person chose
    setLimit(RLIMIT_CORE, 1);           // no file, and nothing to a program that collects core dumps, core(5)
    setLimit(RLIMIT_DATA, (ownMegabytes + s_megabytes) * mebibyte);
    if (scenario.longest > 0)
        setLimit(RLIMIT_CPU, scenario.longest);
    s_longest = scenario.longest;
    s_maxForks = scenario.maxForks + 1; // with the first process of the demo
}

void share()
{
    void *page = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        refuse("there is no memory that processes can share");
    s_shared = new (page) Shared;
    for (auto &sign : s_shared->signs)
        sem_init(&sign, 1, 0);
    const int lock = static_cast<int>(must(memfd_create("turn", 0), "memfd_create"));
    must(dup2(lock, turn), "dup2");
    close(lock);
}

/// A quarter of what is free at the most, when one more process writes as much.
std::size_t bearable(std::size_t megabytes)
{
    std::size_t freeKilobytes = 0;
    if (auto *file = std::fopen("/proc/meminfo", "re")) {
        char line[128];
        while (std::fgets(line, sizeof line, file) && freeKilobytes == 0)
            std::sscanf(line, "MemAvailable: %zu kB",
                        &freeKilobytes); // NOLINT(cert-err34-c): a number or none
        std::fclose(file);
    }
    return std::min(megabytes, freeKilobytes / 1024 / 8);
}

const Scenario *scenarioNamed(const char *name)
{
    const auto *scenario = s_scenarios;
    while (scenario && std::strcmp(scenario->name, name) != 0)
        scenario = scenario->next;
    return scenario;
}

void lockTurn(short type)
{
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    while (fcntl(turn, F_SETLKW, &lock) < 0 && errno == EINTR) {
    }
}

/// The stage: the first process. It starts the demo's own, and is there until all is over.
int stage(const Scenario &scenario)
{
    play("stage");
    show("stands", 0);
    const auto actor = fork();
    if (actor == 0)
        std::exit(scenario.run());
    int status = 0;
    while (waitpid(actor, &status, 0) < 0 && errno == EINTR) {
    }
    reportEnd(actor, status);
    for (;;) // what it has started may go on
        pause();
}

/// Nothing that the watcher happened to have open is the demo's.
void closeInherited()
{
    for (int fd = STDERR_FILENO + 1; fd < lifeLine; ++fd)
        close(fd);
}

int complain(const char *what)
{
    std::fprintf(stderr, "forklore-lab: %s\nDemos are run by forklore-cli lab NAME, and by the window.\n",
                 what);
    return 2;
}

int run(const Scenario &scenario, std::size_t megabytes)
{
    if (fcntl(lifeLine, F_GETFD) < 0 || fcntl(reports, F_GETFD) < 0 || fcntl(wishes, F_GETFD) < 0)
        return complain("nobody watches");
    closeInherited();
    s_megabytes = bearable(megabytes);
    bind(scenario);
    enlist();
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ); // or each child would write again what is in the buffer
    share();
    pthread_atfork(countFork, nullptr, enlist);
    return stage(scenario);
}

} // namespace

char **argv = nullptr;

Scenario::Scenario(const char *ownName, int (*ownRun)(), int forks, unsigned seconds)
    : name(ownName), run(ownRun), maxForks(forks), longest(seconds), next(std::exchange(s_scenarios, this))
{
}

void play(const char *role)
{
    char comm[16];
    std::snprintf(comm, sizeof comm, "lab: %s", role);
    prctl(PR_SET_NAME, comm);
    report("role %d %s\n", getpid(), role);
}

void show(const char *moment, int line)
{
    std::fflush(nullptr);
    const int before = errno;
    lockTurn(F_WRLCK);
    report("at %d %s %d\n", getpid(), moment, line);
    char wish[16];
    if (!nextWish(wish, sizeof wish))
        _exit(EXIT_FAILURE);
    lockTurn(F_UNLCK);
    errno = before;
}

void publish(const char *what, long value)
{
    report("told %d %s %ld\n", getpid(), what, value);
}

void reportEnd(pid_t pid, int status)
{
    report("ended %d %d\n", pid, status);
}

void reportGroup(const char *path)
{
    report("group %s\n", path);
}

void give(int sign)
{
    sem_post(&s_shared->signs[sign]);
}

void await(int sign)
{
    while (sem_wait(&s_shared->signs[sign]) < 0 && errno == EINTR) {
    }
}

pid_t fork()
{
    return static_cast<pid_t>(must(::fork(), "fork"));
}

bool mayFork()
{
    return s_shared->permits.fetch_add(1) < s_maxForks - 1;
}

void refuse(const char *why)
{
    report("refused %s\n", why);
    for (;;)
        pause();
}

long must(long result, const char *call)
{
    if (result < 0) {
        char why[256];
        std::snprintf(why, sizeof why, "%s failed: %s", call, std::strerror(errno));
        refuse(why);
    }
    return result;
}

std::size_t chosenMegabytes()
{
    return s_megabytes;
}

bool mayHold(std::size_t megabytes)
{
    auto held = s_shared->megabytes.load();
    while (held + megabytes <= s_megabytes) {
        if (s_shared->megabytes.compare_exchange_weak(held, held + megabytes))
            return true;
    }
    return false;
}

bool nextWish(char *line, std::size_t size)
{
    std::size_t length = 0;
    for (;;) {
        char byte = 0;
        const auto count = read(wishes, &byte, 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        if (byte == '\n')
            break;
        if (length + 1 < size)
            line[length++] = byte;
    }
    line[length] = '\0';
    return true;
}

} // namespace forklore::lab

int main(int argc, char **argv)
{
    using namespace forklore::lab;
    if (argc < 2)
        return complain("which demo?");
    const auto *scenario = scenarioNamed(argv[1]);
    if (!scenario)
        return complain("there is no such demo");
    forklore::lab::argv = argv;
    return run(*scenario, argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 0);
}
