// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

enum Sign { write, written, end };

char *allocate(std::size_t size)
{
    void *memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        refuse("there is not so much memory");
    return static_cast<char *>(memory);
}

int copyOnWrite()
{
    lab::play("parent");
    const std::size_t size = chosenMegabytes() << 20;
    lab::publish("bytes", static_cast<long>(size));
    //[
    char *memory = allocate(size);
    memset(memory, 1, size);
    lab::show("alone");

    if (fork() == 0) {
        lab::play("reader");
        lab::await(end);
        return memory[0];
    }
    if (fork() == 0) {
        lab::play("writer");
        lab::await(write);
        memset(memory, 2, size);
        lab::give(written);
        lab::await(end);
        return memory[0];
    }
    lab::show("shared");
    lab::give(write);
    lab::await(written);
    lab::show("written");
    //]
    give(end);
    give(end);
    while (wait(nullptr) > 0) {
    }
    return 0;
}

const Scenario scenario("copy-on-write", copyOnWrite, 3);

} // namespace
} // namespace forklore::lab
