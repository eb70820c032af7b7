// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <cstring>

#include <sys/wait.h>
#include <unistd.h>

#include "app/lab/frame.h"

namespace forklore::lab {
namespace {

enum Sign { write, written, end };

int copyOnWrite()
{
    lab::play("parent");
    const std::size_t size = chosenMegabytes() << 20;
    lab::tell("bytes", static_cast<long>(size));
    //[
    char *memory = (char *)malloc(size);
    lab::must(memory ? 0 : -1, "malloc");
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
    free(memory);
    return 0;
}

const Scenario scenario("copy-on-write", copyOnWrite, 3);

} // namespace
} // namespace forklore::lab
