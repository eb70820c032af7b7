// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/live/stage/stage.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <utility>

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace forklore::staging {
namespace {

struct Wish {
    int resource;
    rlim_t soft;
    rlim_t hard;
};

constexpr std::array<Wish, 10> wishes = {{
    {RLIMIT_CPU, 3600, RLIM_INFINITY},
    {RLIMIT_FSIZE, 1'048'576, 2'097'152},
    {RLIMIT_CORE, 0, 4096},
    {RLIMIT_RSS, 123'456'789, RLIM_INFINITY},
    {RLIMIT_NOFILE, 200, 300},
    {RLIMIT_MEMLOCK, 65'536, 131'072},
    {RLIMIT_LOCKS, 5, 6},
    {RLIMIT_SIGPENDING, 1000, 2000},
    {RLIMIT_MSGQUEUE, 1024, 2048},
    {RLIMIT_RTTIME, 100'000, 18'446'744'073'709'551'614u}, // the largest that is not unlimited
}};

constexpr std::array<std::pair<int, const char *>, 16> names = {{
    {RLIMIT_CPU, "CPU"},
    {RLIMIT_FSIZE, "FSIZE"},
    {RLIMIT_DATA, "DATA"},
    {RLIMIT_STACK, "STACK"},
    {RLIMIT_CORE, "CORE"},
    {RLIMIT_RSS, "RSS"},
    {RLIMIT_NPROC, "NPROC"},
    {RLIMIT_NOFILE, "NOFILE"},
    {RLIMIT_MEMLOCK, "MEMLOCK"},
    {RLIMIT_AS, "AS"},
    {RLIMIT_LOCKS, "LOCKS"},
    {RLIMIT_SIGPENDING, "SIGPENDING"},
    {RLIMIT_MSGQUEUE, "MSGQUEUE"},
    {RLIMIT_NICE, "NICE"},
    {RLIMIT_RTPRIO, "RTPRIO"},
    {RLIMIT_RTTIME, "RTTIME"},
}};

std::string valueText(rlim_t value)
{
    return value == RLIM_INFINITY ? "unlimited" : std::to_string(value);
}

} // namespace

void stageLimits(Report &report, const Words &)
{
    for (const auto &[resource, soft, hard] : wishes) {
        rlimit now{};
        const auto which = static_cast<__rlimit_resource>(resource);
        must(getrlimit(which, &now), "getrlimit");
        const auto ceiling =
            std::min(hard, now.rlim_max); // where the machine starts lower, nobody may raise it
        const rlimit wanted{std::min(soft, ceiling), ceiling};
        must(setrlimit(which, &wanted), "setrlimit");
    }
    for (const auto &[resource, name] : names) {
        rlimit now{};
        must(getrlimit(static_cast<__rlimit_resource>(resource), &now), "getrlimit");
        report.add(name, valueText(now.rlim_cur) + ':' + valueText(now.rlim_max));
    }

    auto *page = mmap(nullptr, static_cast<std::size_t>(sysconf(_SC_PAGESIZE)), PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    // By the system call: a sanitizer makes nothing of the library's mlock.
    must(syscall(SYS_mlock, page, sysconf(_SC_PAGESIZE)), "mlock");
    report.add("locked", sysconf(_SC_PAGESIZE));

    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGRTMIN + 1);
    sigprocmask(SIG_BLOCK, &blocked, nullptr);
    for (int i = 0; i < 3; ++i)
        must(sigqueue(getpid(), SIGRTMIN + 1, {}), "sigqueue");
    report.add("queued", 3);
}

} // namespace forklore::staging
