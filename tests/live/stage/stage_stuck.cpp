// SPDX-License-Identifier: GPL-3.0-or-later
//
// A process whose memory map stays locked: one thread waits in a page fault for a frozen file system, and
// another one, which waits for the first to be done, holds the lock for writing.
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/live/stage/stage.h"

namespace forklore::staging {
namespace {

constexpr std::size_t mapped = 1u << 20;
char *s_mapping = nullptr;

void *writeIntoIt(void *)
{
    *s_mapping = 1;
    return nullptr;
}

void *unmapIt(void *)
{
    munmap(s_mapping, mapped);
    return nullptr;
}

void start(void *(*body)(void *))
{
    pthread_t thread{};
    if (pthread_create(&thread, nullptr, body, nullptr) != 0)
        fail("pthread_create");
}

void awaitWord()
{
    char word = 0;
    must(read(STDIN_FILENO, &word, 1), "await the word");
}

} // namespace

/// FILE: is mapped. With the first word a thread writes into it, with the second another unmaps it: from then
/// on nothing here can allocate memory, so nothing is reported.
void stageStuck(Report &report, const Words &words)
{
    const auto file = must(open(words.at(0).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), "open the file");
    must(ftruncate(static_cast<int>(file), mapped), "ftruncate");
    auto *memory = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, static_cast<int>(file), 0);
    if (memory == MAP_FAILED)
        must(-1, "mmap");
    s_mapping = static_cast<char *>(memory);
    report.print();
    awaitWord();
    start(writeIntoIt);
    report.print();
    awaitWord();
    start(unmapIt);
    awaitEnd();
    _exit(0); // what main() would still report waits for memory
}

} // namespace forklore::staging
