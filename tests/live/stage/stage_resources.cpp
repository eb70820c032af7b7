// SPDX-License-Identifier: GPL-3.0-or-later
//
// Situations of what a process uses: threads that run and sleep, memory that is touched, bytes that are
// written.
#include "tests/live/stage/stage.h"

#include <array>
#include <atomic>
#include <climits>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace forklore::staging {
namespace {

constexpr std::size_t privateBytes = 8 << 20;
constexpr std::size_t sharedBytes = 4 << 20;

std::atomic<pid_t> s_busy = 0;
std::atomic<pid_t> s_asleep = 0;

pid_t ownTid()
{
    return static_cast<pid_t>(syscall(SYS_gettid));
}

void *runForGood(void *)
{
    s_busy = ownTid();
    for (std::atomic<unsigned long> turns = 0;;)
        ++turns;
}

void *sleepForGood(void *)
{
    s_asleep = ownTid();
    for (;;) {
        const timespec long_{INT_MAX, 0};
        nanosleep(&long_, nullptr);
    }
}

void startNamed(const char *name, void *(*body)(void *))
{
    pthread_t thread{};
    if (pthread_create(&thread, nullptr, body, nullptr) != 0 || pthread_setname_np(thread, name) != 0)
        fail("pthread_create");
}

char *map(std::size_t bytes, int kind)
{
    auto *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, kind | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        must(-1, "mmap");
    return static_cast<char *>(memory);
}

} // namespace

/// A leader that awaits the end, "busy\xff" that runs, "a) S (b" that sleeps in nanosleep(2).
void stageThreads(Report &report, const Words &)
{
    startNamed("busy\xff", runForGood);
    startNamed("a) S (b", sleepForGood);
    while (s_busy == 0 || s_asleep == 0)
        sched_yield();
    report.add("busy", s_busy);
    report.add("asleep", s_asleep);
}

/// 8 MiB of its own, all touched; 4 MiB that a child maps as well, half of it touched by both.
void stageMemory(Report &report, const Words &)
{
    auto *own = map(privateBytes, MAP_PRIVATE);
    // Whether the kernel makes huge pages of it must not matter, and where nothing was touched none shall be.
    must(madvise(own, privateBytes, MADV_NOHUGEPAGE), "MADV_NOHUGEPAGE");
    std::memset(own, 1, privateBytes);
    auto *shared = map(sharedBytes, MAP_SHARED);
    std::memset(shared, 1, sharedBytes / 2);
    report.add("child", stageChild([&] {
                   std::memset(own, 2, privateBytes); // its own copy: the parent's is nobody else's
                   std::memset(shared, 2, sharedBytes / 2);
               }));
    const auto address = [](const void *memory) {
        return static_cast<long long>(reinterpret_cast<std::uintptr_t>(memory));
    };
    report.add("private", address(own));
    report.add("private-bytes", static_cast<long long>(privateBytes));
    report.add("shared", address(shared));
    report.add("shared-bytes", static_cast<long long>(sharedBytes));
}

/// io BYTES: on each word over the life line, writes so many bytes to a file and a pipe, and reads them from
/// the pipe; reports what it passed.
void stageIo(Report &report, const Words &words)
{
    const auto bytes = static_cast<std::size_t>(number(words.at(0)));
    std::array<int, 2> ends{};
    must(pipe(ends.data()), "pipe");
    const auto file = static_cast<int>(must(open("written", O_CREAT | O_WRONLY, 0600), "open"));
    std::string block(bytes, 'x');
    report.print();
    char word = 0;
    must(read(STDIN_FILENO, &word, 1), "await the word");
    must(write(ends[1], block.data(), bytes), "write to the pipe");
    must(read(ends[0], block.data(), bytes), "read from the pipe");
    must(write(file, block.data(), bytes), "write to the file");
}

} // namespace forklore::staging
